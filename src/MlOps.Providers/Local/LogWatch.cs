namespace MlOps.Providers.Local;

/// <summary>Notes when the log of an instance has grown. Only its length is looked at: a gigabyte costs no more than a line.</summary>
internal sealed class LogWatch(InstanceFolder folder) : IDisposable
{
    private readonly FileStream _times = new(folder.Times, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    private readonly FileInfo _output = new(folder.StandardOutput);
    private readonly FileInfo _error = new(folder.StandardError);
    private LogTimes.Entry? _last;

    /// <summary>Looks once.</summary>
    /// <returns>Whether there was something new.</returns>
    public bool Note()
    {
        _last ??= LogTimes.Count(_times) is > 0 and var count ? LogTimes.Read(_times, count - 1) : default(LogTimes.Entry);
        var now = new LogTimes.Entry(DateTimeOffset.UtcNow, Length(_output), Length(_error));
        if (now.Output == _last.Value.Output && now.Error == _last.Value.Error)
        {
            return false;
        }

        LogTimes.Append(_times, now);
        _last = now;
        return true;
    }

    public void Dispose() => _times.Dispose();

    private static long Length(FileInfo file)
    {
        file.Refresh();
        return file.Exists ? file.Length : 0;
    }
}
