using System.Net;
using System.Text;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>An object's metadata and bytes as the two parts of one body (multipart/related).</summary>
internal sealed class GcsMultipartContent : HttpContent
{
    // So much is sent between two signs of life.
    private const int Piece = 256 << 10;

    private readonly byte[] _before;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly byte[] _after;
    private readonly Patience _patience;

    /// <summary>Makes the body.</summary>
    /// <param name="metadata">The metadata as JSON.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="patience">What is shown signs of life.</param>
    public GcsMultipartContent(byte[] metadata, ReadOnlyMemory<byte> content, Patience patience)
    {
        // It cannot be in the content by accident, and nobody can put it there who does not know it.
        var boundary = $"mlops-{Guid.NewGuid():n}";
        _before =
        [
            .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"),
            .. metadata,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n\r\n"),
        ];
        _content = content;
        _after = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        _patience = patience;
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/related; boundary={boundary}");
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_before, cancellationToken).ConfigureAwait(false);
        for (var rest = _content; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
        {
            await stream.WriteAsync(rest[..Math.Min(Piece, rest.Length)], cancellationToken).ConfigureAwait(false);
            _patience.Renew();
        }

        await stream.WriteAsync(_after, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _before.Length + _content.Length + _after.Length;
        return true;
    }
}
