namespace MlOps.Providers.Local;

/// <summary>The log of one instance, both streams in the order of time. It remembers how far it was read.</summary>
internal sealed class InstanceLog(InstanceFolder folder, string jobName, string instance) : IDisposable
{
    // How long new output may lie there without a time of its own: longer than a living supervisor ever takes.
    private static readonly TimeSpan s_timesOverdue = TimeSpan.FromSeconds(1);

    private readonly LogFile _output = new(folder.StandardOutput);
    private readonly LogFile _error = new(folder.StandardError);
    private FileStream? _times;
    private long _nextEntry;

    /// <summary>Goes to the last lines of each stream.</summary>
    public void SeekTail(int lines)
    {
        _output.SeekBack(lines, _output.Length);
        _error.SeekBack(lines, _error.Length);
        if (OpenTimes() is { } times)
        {
            _nextEntry = LogTimes.FindFirst(times, entry => entry.Output > _output.Position || entry.Error > _error.Position);
        }
    }

    /// <summary>Goes to the first line of a time.</summary>
    public void SeekTime(DateTimeOffset time)
    {
        if (OpenTimes() is not { } times)
        {
            return;
        }

        _nextEntry = LogTimes.FindFirst(times, entry => entry.Time >= time);
        var before = _nextEntry > 0 ? LogTimes.Read(times, _nextEntry - 1) : default;
        _output.SeekLineStart(before.Output);
        _error.SeekLineStart(before.Error);
    }

    /// <summary>Reads the lines that have come since the last call.</summary>
    /// <param name="toTheEnd">Whether to take everything that is there, or only what its time is known of.</param>
    public IEnumerable<MlLogEvent> ReadAvailable(bool toTheEnd)
    {
        var (outputEnd, errorEnd) = (_output.Length, _error.Length);
        if (OpenTimes() is { } times)
        {
            for (var count = LogTimes.Count(times); _nextEntry < count; _nextEntry++)
            {
                var entry = LogTimes.Read(times, _nextEntry);
                foreach (var line in ReadBoth(entry.Output, entry.Error, entry.Time, entry.Time, takeRest: false))
                {
                    yield return line;
                }
            }
        }

        if (toTheEnd || IsOverdue(_output, outputEnd) || IsOverdue(_error, errorEnd))
        {
            foreach (var line in ReadBoth(outputEnd, errorEnd, _output.LastWrite, _error.LastWrite, takeRest: toTheEnd))
            {
                yield return line;
            }
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _times?.Dispose();
    }

    private static bool IsOverdue(LogFile file, long end) => file.Position < end && DateTimeOffset.UtcNow - file.LastWrite > s_timesOverdue;

    private IEnumerable<MlLogEvent> ReadBoth(long outputEnd, long errorEnd, DateTimeOffset outputTime, DateTimeOffset errorTime, bool takeRest)
    {
        foreach (var line in _output.ReadLines(outputEnd, takeRest))
        {
            yield return Event(line, MlLogStream.Stdout, outputTime);
        }

        foreach (var line in _error.ReadLines(errorEnd, takeRest))
        {
            yield return Event(line, MlLogStream.Stderr, errorTime);
        }
    }

    private MlLogEvent Event(string line, MlLogStream stream, DateTimeOffset time) => new()
    {
        Provider = LocalProvider.ProviderName,
        JobName = jobName,
        Instance = instance,
        Stream = stream,
        Time = time,
        Message = TerminalText.Clean(line),
    };

    private FileStream? OpenTimes()
    {
        try
        {
            return _times ??= new FileStream(folder.Times, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // No supervisor has come to it yet.
            return null;
        }
    }
}
