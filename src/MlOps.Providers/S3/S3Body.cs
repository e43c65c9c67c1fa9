using System.Buffers;
using System.Net;

namespace MlOps.Providers.S3;

/// <summary>What is sent with a request. Whoever waits for the request hears of every piece that the connection has taken, and so can tell a slow connection from a dead one.</summary>
internal abstract class S3Body(long length)
{
    /// <summary>What goes to the connection at once.</summary>
    protected const int Piece = 128 * 1024;

    /// <summary>How many bytes it has.</summary>
    public long Length => length;

    /// <summary>Whether it can be sent again.</summary>
    public abstract bool CanRepeat { get; }

    /// <summary>Its header <c>Content-Encoding</c>; empty for none.</summary>
    public string ContentEncoding { get; init; } = "";

    /// <summary>Its MD5, for the header <c>Content-MD5</c>; empty for none.</summary>
    public ReadOnlyMemory<byte> Md5 { get; init; }

    /// <summary>Makes the content of one request of it.</summary>
    /// <param name="isAlive">Called after each piece.</param>
    /// <returns>The content.</returns>
    public HttpContent Content(Action isAlive)
    {
        var content = new BodyContent(this, isAlive);
        if (ContentEncoding.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
        }

        if (!Md5.IsEmpty)
        {
            content.Headers.TryAddWithoutValidation("Content-MD5", Convert.ToBase64String(Md5.Span));
        }

        return content;
    }

    /// <summary>Sends it.</summary>
    /// <param name="connection">Where to.</param>
    /// <param name="isAlive">Called after each piece.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    protected abstract Task SendAsync(Stream connection, Action isAlive, CancellationToken cancellationToken);

    /// <summary>Bytes in memory.</summary>
    /// <param name="bytes">The bytes.</param>
    internal sealed class OfMemory(ReadOnlyMemory<byte> bytes) : S3Body(bytes.Length)
    {
        public override bool CanRepeat => true;

        protected override async Task SendAsync(Stream connection, Action isAlive, CancellationToken cancellationToken)
        {
            for (var sent = 0; sent < bytes.Length; sent += Piece)
            {
                await connection.WriteAsync(bytes.Slice(sent, Math.Min(Piece, bytes.Length - sent)), cancellationToken).ConfigureAwait(false);
                isAlive();
            }
        }
    }

    /// <summary>A stream that is read once, while it is sent.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="length">How many bytes are taken of it.</param>
    /// <param name="passed">Called with each piece before it is sent.</param>
    internal sealed class OfStream(Stream source, long length, Action<ReadOnlySpan<byte>>? passed) : S3Body(length)
    {
        public override bool CanRepeat => false;

        /// <summary>Why the stream could not be read, when that is what the request failed with.</summary>
        public Exception? SourceFailure { get; private set; }

        protected override async Task SendAsync(Stream connection, Action isAlive, CancellationToken cancellationToken)
        {
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Piece, Math.Max(1, Length)));
            try
            {
                for (var left = Length; left > 0;)
                {
                    var piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
                    var read = await ReadAsync(piece, cancellationToken).ConfigureAwait(false);
                    passed?.Invoke(piece.Span[..read]);
                    isAlive();
                    await connection.WriteAsync(piece[..read], cancellationToken).ConfigureAwait(false);
                    isAlive();
                    left -= read;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private async ValueTask<int> ReadAsync(Memory<byte> piece, CancellationToken cancellationToken)
        {
            try
            {
                var read = await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return read == piece.Length ? read : throw new IOException("The content ended before its size.");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                SourceFailure = e;
                throw;
            }
        }
    }

    private sealed class BodyContent(S3Body body, Action isAlive) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => body.SendAsync(stream, isAlive, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
