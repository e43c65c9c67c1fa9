namespace MlOps;

/// <summary>Adds up what comes of an archive, and reports it: one report at a time, whatever threads the bytes come on.</summary>
/// <param name="progress">Is told; <see langword="null"/> for nobody.</param>
internal sealed class ArchiveMeter(IProgress<ArchiveProgress>? progress)
{
    private readonly Lock _lock = new();
    private long _done;
    private long _total;

    /// <summary>So many bytes will come.</summary>
    public void Expect(long bytes)
    {
        lock (_lock)
        {
            _total = bytes;
            Report();
        }
    }

    /// <summary>So many bytes have come.</summary>
    public void Add(int bytes)
    {
        lock (_lock)
        {
            _done += bytes;
            Report();
        }
    }

    // It may take more than was foreseen.
    private void Report() => progress?.Report(new(_done, Math.Max(_done, _total)));
}
