using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Shows how far a search is: its trials, its best value, the time left.</summary>
internal sealed class TuningProgressBar(Action<ProgressRecord> write)
{
    /// <summary>Shows it.</summary>
    public void Show(MlJob job)
    {
        if (job is not MlTuningJob search)
        {
            return;
        }

        var progress = TuningProgress.Of(search, DateTimeOffset.UtcNow);
        var best = search.BestTrial?.Value is { } value ? $", best {search.Objective} {DisplayText.Number(value)}" : "";
        write(new(0, TerminalText.Clean(search.ToString()), $"{DisplayText.Status(search)}: {DisplayText.Trials(search)}{best}")
        {
            PercentComplete = progress.Total is > 0 and { } total ? Math.Clamp(100 * progress.Done / total, 0, 100) : -1,
            SecondsRemaining = progress.TimeLeft is { } left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1,
        });
    }

    /// <summary>Takes it off the screen.</summary>
    public void Complete() => write(new(0, "Done", "Done") { RecordType = ProgressRecordType.Completed });
}
