using System.Diagnostics;
using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Shows how far a transfer is, once it takes over a second: one bar for the whole and one for each large file.</summary>
/// <param name="activity">What is being done.</param>
/// <param name="write">Shows a step, on the pipeline's thread.</param>
internal sealed class TransferProgressBar(string activity, Action<ProgressRecord> write) : IProgress<TransferProgress>, IProgress<ArchiveProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    // A rate over less jumps about, one over more does not notice that a link has come to a halt.
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(8);

    private readonly SynchronizationContext? _pipeline = SynchronizationContext.Current;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Queue<(TimeSpan At, long Moved)> _samples = new([(TimeSpan.Zero, 0)]);
    private readonly HashSet<int> _shown = [];
    private TimeSpan _next = TimeSpan.FromSeconds(1);

    /// <summary>Takes what the transfer reports, on whatever thread, and shows it on the pipeline's.</summary>
    public void Report(TransferProgress value)
    {
        if (_watch.Elapsed >= _next)
        {
            _next = _watch.Elapsed + s_interval;
            _pipeline?.Post(_ => Show(value), null);
        }
    }

    /// <summary>Takes what the reading of an archive reports.</summary>
    public void Report(ArchiveProgress value) => Report(new TransferProgress { FilesTotal = 1, BytesDone = value.BytesDone, BytesMoved = value.BytesDone, BytesTotal = value.BytesTotal });

    /// <summary>Takes it off the screen.</summary>
    public void Complete()
    {
        foreach (var id in _shown.OrderDescending())
        {
            Hide(id);
        }

        _shown.Clear();
    }

    private void Show(TransferProgress value)
    {
        var rate = Rate(value.BytesMoved);
        var total = value.IsListing ? $"{DisplayText.Size(value.BytesTotal)} so far" : DisplayText.Size(value.BytesTotal);
        _shown.Add(0);
        var files = value.FilesTotal == 1 ? "" : $"{value.FilesDone} of {value.FilesTotal} files, ";
        write(new(0, activity, $"{files}{DisplayText.Size(value.BytesDone)} of {total}, {DisplayText.Size((long)rate)}/s")
        {
            PercentComplete = Percent(value.BytesDone, value.BytesTotal),
            SecondsRemaining = rate > 0 && !value.IsListing ? (int)Math.Min(int.MaxValue, (value.BytesTotal - value.BytesDone) / rate) : -1,
        });
        foreach (var file in value.Large)
        {
            _shown.Add(file.Id);
            write(new(file.Id, TerminalText.Clean(file.Name), $"{DisplayText.Size(file.BytesDone)} of {DisplayText.Size(file.BytesTotal)}") { ParentActivityId = 0, PercentComplete = Percent(file.BytesDone, file.BytesTotal) });
        }

        foreach (var id in _shown.Except(value.Large.Select(file => file.Id).Append(0)).ToList())
        {
            _shown.Remove(id);
            Hide(id);
        }
    }

    private double Rate(long moved)
    {
        var now = _watch.Elapsed;
        while (_samples.Count > 1 && now - _samples.Peek().At > s_window)
        {
            _samples.Dequeue();
        }

        var (at, before) = _samples.Peek();
        _samples.Enqueue((now, moved));
        return (moved - before) / Math.Max(0.001, (now - at).TotalSeconds);
    }

    private void Hide(int id) => write(new(id, "Done", "Done") { RecordType = ProgressRecordType.Completed, ParentActivityId = id == 0 ? -1 : 0 });

    private static int Percent(long done, long total) => total == 0 ? -1 : (int)Math.Clamp(100 * (double)done / total, 0, 100);
}
