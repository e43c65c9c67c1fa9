using System.Diagnostics;
using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Shows how much of some files has been read, once that takes over a second.</summary>
internal sealed class ReadProgressBar(string activity, Action<ProgressRecord> write) : IProgress<ReadProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    private readonly SynchronizationContext? _pipeline = SynchronizationContext.Current;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _next = TimeSpan.FromSeconds(1).Ticks;
    private bool _isShown;
    private bool _isComplete;

    /// <summary>Takes what the readers report, on whatever thread, and shows it on the pipeline's.</summary>
    public void Report(ReadProgress value)
    {
        var now = _watch.Elapsed.Ticks;
        var next = Interlocked.Read(ref _next);
        if (now >= next && Interlocked.CompareExchange(ref _next, now + s_interval.Ticks, next) == next)
        {
            _pipeline?.Post(_ => Show(value), null);
        }
    }

    /// <summary>Takes it off the screen.</summary>
    public void Complete()
    {
        _isComplete = true;
        if (_isShown)
        {
            write(new(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(ReadProgress value)
    {
        // What was on its way when the last file was through comes too late.
        if (!_isComplete)
        {
            _isShown = true;
            write(new(0, activity, $"{DisplayText.Size(value.BytesDone)} of {DisplayText.Size(value.BytesTotal)}")
            {
                PercentComplete = value.BytesTotal == 0 ? -1 : (int)Math.Min(100, 100 * value.BytesDone / value.BytesTotal),
            });
        }
    }
}
