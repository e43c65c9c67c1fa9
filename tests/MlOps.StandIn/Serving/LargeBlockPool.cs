using System.Buffers;
using System.Collections.Concurrent;

namespace MlOps.StandIn.Serving;

/// <summary>Memory in blocks of one size that stay where they are.</summary>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    public const int BlockSize = 128 * 1024;

    private readonly ConcurrentStack<byte[]> _free = new();

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        return new Block(this, _free.TryPop(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true));
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private sealed class Block(LargeBlockPool pool, byte[] bytes) : IMemoryOwner<byte>
    {
        private byte[]? _bytes = bytes;

        public Memory<byte> Memory => _bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            {
                pool._free.Push(bytes);
            }
        }
    }
}
