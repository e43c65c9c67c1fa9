namespace MlOps.Providers.Local;

/// <summary>Notes when the log of an instance has grown. Only its length and time are looked at: a gigabyte costs no more than a line.</summary>
internal sealed class LogWatch(InstanceFolder folder) : IDisposable
{
    private readonly FileStream _times = new(folder.Times, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    private readonly FileInfo _output = new(folder.StandardOutput);
    private readonly FileInfo _error = new(folder.StandardError);
    private LogTimes.Entry? _last;

    /// <summary>Looks once. The time noted is that of the last write, which the file system keeps: it is right even when the look comes late, and it tells which stream was first.</summary>
    /// <returns>Whether there was something new.</returns>
    public bool Note()
    {
        var last = _last ??= ReadLast();
        var (output, error) = (Look(_output), Look(_error));
        var (outputGrew, errorGrew) = (output.Length != last.Output, error.Length != last.Error);
        if (!outputGrew && !errorGrew)
        {
            return false;
        }

        if (outputGrew && errorGrew)
        {
            var first = error.Time < output.Time ? (error.Time, last.Output, error.Length) : (output.Time, output.Length, last.Error);
            Append(first.Item1, first.Item2, first.Item3);
        }

        Append(output.Time > error.Time ? output.Time : error.Time, output.Length, error.Length);
        return true;
    }

    public void Dispose() => _times.Dispose();

    private LogTimes.Entry ReadLast()
    {
        try
        {
            return LogTimes.Count(_times) is > 0 and var count ? LogTimes.Read(_times, count - 1) : default;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            // Without its times the log still has the time of its last line. Without a supervisor the job could not even be stopped.
            _times.SetLength(0);
            return default;
        }
    }

    // A clock that was set back does not turn the log around.
    private void Append(DateTimeOffset time, long output, long error)
    {
        var entry = new LogTimes.Entry(time > _last!.Value.Time ? time : _last.Value.Time, output, error);
        LogTimes.Append(_times, entry);
        _last = entry;
    }

    private static (long Length, DateTimeOffset Time) Look(FileInfo file)
    {
        file.Refresh();
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : (0, default);
    }
}
