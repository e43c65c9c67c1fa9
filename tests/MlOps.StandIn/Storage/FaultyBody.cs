using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>The body of a request to which something happens on its way.</summary>
internal sealed class FaultyBody(HttpContext context, Stream inner, StorageOptions options, StorageTraffic traffic, IReadOnlyList<MetFault> faults) : Stream
{
    private readonly BytePacer _own = new();
    private readonly long _length = context.Request.ContentLength ?? 1024 * 1024;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        foreach (var fault in faults.Where(fault => fault.Fault.Kind == StorageFaultKind.ResetUpload))
        {
            var left = fault.PlaceIn(_length) - _read;
            if (left <= 0)
            {
                context.Abort();
                throw new ConnectionAbortedException();
            }

            buffer = buffer[..(int)Math.Min(buffer.Length, left)];
        }

        foreach (var rate in new[] { options.BytesPerSecond, options.BytesPerSecondOfRequest }.OfType<long>())
        {
            buffer = buffer[..Math.Min(buffer.Length, BytePacer.PieceOf(rate))];
        }

        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (options.BytesPerSecond is { } all)
        {
            await traffic.Up.TakeAsync(count, all, cancellationToken);
        }

        if (options.BytesPerSecondOfRequest is { } one)
        {
            await _own.TakeAsync(count, one, cancellationToken);
        }

        foreach (var fault in faults.Where(fault => fault.Fault.Kind == StorageFaultKind.CorruptUpload))
        {
            var place = fault.PlaceIn(_length) - _read;
            if (place >= 0 && place < count)
            {
                buffer.Span[(int)place] ^= 0x20;
            }
        }

        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
