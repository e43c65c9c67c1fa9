using System.Globalization;
using System.Text;

namespace MlOps.StandIn.Storage;

/// <summary>Takes the pieces apart in which SDKs of AWS send a body whose signature or checksum comes behind it. Signatures of pieces are not looked at.</summary>
internal sealed class AwsChunkedStream(Stream inner) : Stream
{
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private long _left;
    private bool _isFirst = true;
    private bool _isEnded;

    /// <summary>What stood behind the body, by name; empty until its end has been read.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        if (_left == 0)
        {
            await NextChunkAsync(cancellationToken);
            if (_isEnded)
            {
                return 0;
            }
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        int count;
        if (_start < _end)
        {
            count = Math.Min(wanted.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(wanted.Span);
            _start += count;
        }
        else
        {
            count = await inner.ReadAsync(wanted, cancellationToken);
            if (count == 0)
            {
                throw Incomplete();
            }
        }

        _left -= count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private static StorageFailure Incomplete() => new(400, "IncompleteBody", "The request body terminated unexpectedly");

    private async Task NextChunkAsync(CancellationToken cancellation)
    {
        if (!_isFirst && (await LineAsync(cancellation)).Length > 0)
        {
            throw Incomplete();
        }

        _isFirst = false;
        if (!long.TryParse((await LineAsync(cancellation)).Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left))
        {
            throw Incomplete();
        }

        if (_left > 0)
        {
            return;
        }

        _isEnded = true;
        while (await LineAsync(cancellation, canEnd: true) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Trailers[line[..Math.Max(0, colon)].Trim()] = line[(colon + 1)..].Trim();
        }

        while (await inner.ReadAsync(_buffer, cancellation) > 0)
        {
            // To the end of the request.
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellation, bool canEnd = false)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await inner.ReadAsync(_buffer, cancellation));
                if (_end == 0)
                {
                    return canEnd ? line.ToString() : throw Incomplete();
                }
            }

            var value = (char)_buffer[_start++];
            if (value == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(value);
        }
    }
}
