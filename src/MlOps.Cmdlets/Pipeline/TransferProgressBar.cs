using System.Diagnostics;
using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Shows how far a transfer is, once it takes over a second.</summary>
internal sealed class TransferProgressBar(MlJob job, Action<ProgressRecord> write) : IProgress<TransferProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    private readonly SynchronizationContext? _pipeline = SynchronizationContext.Current;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);
    private bool _isShown;

    /// <summary>Takes what the transfer reports, on whatever thread, and shows it on the pipeline's.</summary>
    public void Report(TransferProgress value)
    {
        if (_watch.Elapsed >= _next)
        {
            _next = _watch.Elapsed + s_interval;
            _pipeline?.Post(_ => Show(value), null);
        }
    }

    /// <summary>Takes it off the screen.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            write(new(0, "Done", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(TransferProgress value)
    {
        _isShown = true;
        var rate = value.BytesDone / _watch.Elapsed.TotalSeconds;
        write(new(0, $"Receiving the files of {job}", $"{value.FilesDone} of {value.FilesTotal} files, {DisplayText.Size(value.BytesDone)} of {DisplayText.Size(value.BytesTotal)}, {DisplayText.Size((long)rate)}/s")
        {
            CurrentOperation = value.Path,
            PercentComplete = value.BytesTotal == 0 ? -1 : (int)(100 * value.BytesDone / value.BytesTotal),
            SecondsRemaining = rate > 0 ? (int)((value.BytesTotal - value.BytesDone) / rate) : -1,
        });
    }
}
