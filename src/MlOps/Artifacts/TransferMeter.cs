namespace MlOps;

/// <summary>Counts what a transfer has done and tells it, a few times a second at most and always at the end.</summary>
internal sealed class TransferMeter(IProgress<TransferProgress>? progress, IReadOnlyCollection<MlArtifact> files)
{
    private const long MillisecondsBetween = 100;

    private readonly long _bytesTotal = files.Sum(file => file.Size);
    private long _nextReport;
    private int _filesDone;
    private long _bytesBefore;
    private long _bytesOfFile;

    /// <summary>Part of a file has come. A file that has grown since it was listed counts with the size that it had.</summary>
    public void Add(MlArtifact file, int bytes)
    {
        _bytesOfFile = Math.Min(file.Size, _bytesOfFile + bytes);
        Report(file);
    }

    /// <summary>A file is through.</summary>
    public void Finish(MlArtifact file)
    {
        _filesDone++;
        _bytesBefore += file.Size;
        _bytesOfFile = 0;
        Report(file);
    }

    private void Report(MlArtifact file)
    {
        var now = Environment.TickCount64;
        if (progress is not null && (now >= _nextReport || _filesDone == files.Count))
        {
            _nextReport = now + MillisecondsBetween;
            progress.Report(new TransferProgress(_filesDone, files.Count, _bytesBefore + _bytesOfFile, _bytesTotal, file.Path));
        }
    }
}
