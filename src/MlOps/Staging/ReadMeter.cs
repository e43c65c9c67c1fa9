namespace MlOps;

/// <summary>Adds up what several readers have read at once, and tells it.</summary>
internal sealed class ReadMeter(IProgress<ReadProgress>? progress, long total) : IProgress<long>
{
    private long _done;

    /// <summary>So many bytes more are through.</summary>
    public void Report(long value)
    {
        var done = Interlocked.Add(ref _done, value);
        progress?.Report(new(done, total));
    }
}
