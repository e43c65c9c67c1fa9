using System.Buffers;
using System.Net;
using System.Runtime.ExceptionServices;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>A range of an object that is sent while it is read.</summary>
internal sealed class GcsSourceContent : HttpContent
{
    private readonly Stream _source;
    private readonly long _offset;
    private readonly long _length;
    private readonly GcsRunningSum _sum;
    private readonly Patience _patience;

    /// <summary>Makes the body.</summary>
    /// <param name="source">The bytes, from the offset on. It is not disposed of.</param>
    /// <param name="offset">The first byte, within the object.</param>
    /// <param name="end">The byte behind the last one.</param>
    /// <param name="size">The object's size.</param>
    /// <param name="sum">What computes the check of what is read.</param>
    /// <param name="patience">What is shown signs of life.</param>
    public GcsSourceContent(Stream source, long offset, long end, long size, GcsRunningSum sum, Patience patience)
    {
        _source = source;
        _offset = offset;
        _length = end - offset;
        _sum = sum;
        _patience = patience;
        Headers.ContentRange = new(offset, end - 1, size);
    }

    /// <summary>What the source failed with. It is the source's matter, and not the service's.</summary>
    public ExceptionDispatchInfo? SourceFailure { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(GcsRunningSum.Block);
        try
        {
            for (var (at, left) = (_offset, _length); left > 0;)
            {
                // To the next boundary, so that the check is known there: services store whole blocks.
                var piece = buffer.AsMemory(0, (int)Math.Min(left, GcsRunningSum.Block - (at % GcsRunningSum.Block)));
                _patience.Rest();
                await ReadAsync(piece, cancellationToken).ConfigureAwait(false);
                _patience.Renew();
                _sum.Append(at, piece.Span);
                await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                _patience.Renew();
                at += piece.Length;
                left -= piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private async Task ReadAsync(Memory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            await _source.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            SourceFailure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }
}
