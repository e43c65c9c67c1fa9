using System.Text;

namespace MlOps.Providers.Local;

/// <summary>One of the log files of an instance, read line by line from a position.</summary>
internal sealed class LogFile(string path) : IDisposable
{
    // CloudWatch cuts an event at 256 KiB; a line without an end must not fill the memory here either.
    private const int MaxLine = 256 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly MemoryStream _line = new();
    private FileStream? _file;
    private long _bufferStart;
    private int _bufferLength;

    /// <summary>The position up to which lines were read.</summary>
    public long Position { get; private set; }

    /// <summary>How many bytes there are now.</summary>
    public long Length => Open()?.Length ?? 0;

    /// <summary>When the file was last written to, to the millisecond: as <see cref="LogTimes"/> will have it.</summary>
    public DateTimeOffset LastWrite => DateTimeOffset.FromUnixTimeMilliseconds(new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds());

    /// <summary>Reads the lines that end before a position.</summary>
    /// <param name="end">The position.</param>
    /// <param name="takeRest">Whether what stands there without a line end is a line too.</param>
    public IEnumerable<string> ReadLines(long end, bool takeRest)
    {
        while (Position < end)
        {
            var available = Fill(end);
            if (available.Length == 0)
            {
                yield break;
            }

            var newline = available.Span.IndexOf((byte)'\n');
            var take = newline >= 0 ? newline : available.Length;
            var room = MaxLine - (int)_line.Length;
            if (take > room)
            {
                _line.Write(available.Span[..room]);
                Position += room;
                yield return TakeLine();
                continue;
            }

            _line.Write(available.Span[..take]);
            Position += take + (newline >= 0 ? 1 : 0);
            if (newline >= 0)
            {
                yield return TakeLine();
            }
        }

        if (takeRest && _line.Length > 0)
        {
            yield return TakeLine();
        }
    }

    /// <summary>Goes to where the last lines before a position begin.</summary>
    /// <param name="lines">How many lines; one that has no end yet counts too.</param>
    /// <param name="end">The position.</param>
    public void SeekBack(int lines, long end) =>
        Seek(lines == 0 ? end : FindLineEndBefore(end, EndsLine(end) ? lines + 1 : lines) + 1);

    /// <summary>Goes to the beginning of the line that a position is in.</summary>
    /// <param name="position">The position.</param>
    public void SeekLineStart(long position) => Seek(FindLineEndBefore(position, 1) + 1);

    public void Dispose()
    {
        _file?.Dispose();
        _line.Dispose();
    }

    private void Seek(long position)
    {
        Position = position;
        _line.SetLength(0);
        _bufferLength = 0;
    }

    private bool EndsLine(long end)
    {
        Span<byte> last = stackalloc byte[1];
        return end > 0 && RandomAccess.Read(Open()!.SafeFileHandle, last, end - 1) == 1 && last[0] == (byte)'\n';
    }

    /// <summary>The position of the n-th line end before a position; -1 when there are fewer.</summary>
    private long FindLineEndBefore(long end, int nth)
    {
        for (var position = end; position > 0;)
        {
            var start = Math.Max(0, position - _buffer.Length);
            var length = RandomAccess.Read(Open()!.SafeFileHandle, _buffer.AsSpan(0, (int)(position - start)), start);
            for (var chunk = _buffer.AsSpan(0, length); chunk.LastIndexOf((byte)'\n') is >= 0 and var newline; chunk = chunk[..newline])
            {
                if (--nth == 0)
                {
                    return start + newline;
                }
            }

            position = start;
        }

        return -1;
    }

    private FileStream? Open()
    {
        try
        {
            return _file ??= new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Not written yet.
            return null;
        }
    }

    private ReadOnlyMemory<byte> Fill(long end)
    {
        if (Position < _bufferStart || Position >= _bufferStart + _bufferLength)
        {
            _bufferStart = Position;
            _bufferLength = Open() is { } file ? RandomAccess.Read(file.SafeFileHandle, _buffer, Position) : 0;
        }

        var offset = (int)(Position - _bufferStart);
        return _buffer.AsMemory(offset, (int)Math.Min(_bufferLength - offset, end - Position));
    }

    private string TakeLine()
    {
        var text = Encoding.UTF8.GetString(_line.GetBuffer().AsSpan(0, (int)_line.Length));
        _line.SetLength(0);
        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
