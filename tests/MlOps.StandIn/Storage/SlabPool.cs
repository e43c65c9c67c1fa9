using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MlOps.StandIn.Storage;

/// <summary>
/// Memory for bodies that are uploaded, in slabs that are used again when nobody can read them any more. The first touch of memory that is new costs more than what arrives in it: for measurements some is
/// touched before.
/// </summary>
internal sealed class SlabPool
{
    public const int SlabSize = 1024 * 1024;

    private const int ChunkSize = 64 * 1024 * 1024;
    private const int HugePage = 2 * 1024 * 1024;
    private const int AdviseHugePages = 14;
    private readonly ConcurrentStack<Memory<byte>> _free = new();
    private readonly Lock _gate = new();
    private long _all;

    /// <summary>There is one, since there is one memory.</summary>
    public static SlabPool Shared { get; } = new();

    /// <summary>How many bytes are in use, as far as it is known.</summary>
    public long InUse => Interlocked.Read(ref _all) - ((long)_free.Count * SlabSize);

    /// <summary>Sees to it that so many bytes can be had without new memory.</summary>
    public void Reserve(long bytes)
    {
        while ((long)_free.Count * SlabSize < bytes)
        {
            Grow(isTouched: true);
        }
    }

    public Slab Rent()
    {
        if (_free.TryPop(out var memory))
        {
            return new(this, memory);
        }

        lock (_gate)
        {
            // Bodies that nobody can reach are found by the collector alone, and what they hold weighs nothing for it.
            if (_free.IsEmpty && _all > 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            while (!_free.TryPop(out memory))
            {
                Grow(isTouched: false);
            }
        }

        return new(this, memory);
    }

    /// <summary>Only <see cref="Slab"/> calls it.</summary>
    public void Return(Memory<byte> memory) => _free.Push(memory);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nint length, int advice);

    private void Grow(bool isTouched)
    {
        var chunk = GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true);
        if (OperatingSystem.IsLinux())
        {
            // It is advice: nothing is wrong when it is not taken.
            var start = Marshal.UnsafeAddrOfPinnedArrayElement(chunk, 0);
            var first = (start + HugePage - 1) / HugePage * HugePage;
            _ = Advise(first, (start + ChunkSize - first) / HugePage * HugePage, AdviseHugePages);
        }

        if (isTouched)
        {
            Array.Clear(chunk);
        }

        Interlocked.Add(ref _all, ChunkSize);
        for (var offset = 0; offset < ChunkSize; offset += SlabSize)
        {
            _free.Push(chunk.AsMemory(offset, SlabSize));
        }
    }
}
