using System.Management.Automation;

namespace MlOps.Shell.Hosting.Progress;

/// <summary>Without a terminal, as in CI: one plain line a step, seldom enough that the log stays readable.</summary>
internal sealed class ProgressLog(TextWriter log, TimeProvider clock) : IProgressView
{
    // A new step is worth a line soon; the same step a little further on is worth one now and then.
    private static readonly TimeSpan s_betweenSteps = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_withinStep = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(long Source, int Activity), Shown> _activities = [];

    public void Show(long sourceId, ProgressRecord record)
    {
        if (record.ParentActivityId >= 0)
        {
            // The whole has a line a second; its parts would have several.
            return;
        }

        var key = (sourceId, record.ActivityId);
        var last = _activities.GetValueOrDefault(key);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _activities.Remove(key);
            WritePending(last);
            return;
        }

        var step = ProgressText.Step(record);
        var line = ProgressText.Line(record);
        if (last is not null && (last.Line == line || clock.GetElapsedTime(last.At) < (last.Step == step ? s_withinStep : s_betweenSteps)))
        {
            _activities[key] = last with { Pending = last.Line == line ? null : line };
            return;
        }

        Write(line);
        _activities[key] = new Shown(step, line, clock.GetTimestamp(), Pending: null);
    }

    public void Hide()
    {
        // A line that has been written stays.
    }

    public void End()
    {
        foreach (var shown in _activities.Values)
        {
            WritePending(shown);
        }

        _activities.Clear();
    }

    private void WritePending(Shown? shown)
    {
        if (shown?.Pending is { } line)
        {
            Write(line);
        }
    }

    private void Write(string line)
    {
        try
        {
            log.WriteLine(line);
        }
        catch (IOException)
        {
            // Whoever closed standard error does not want to be told.
        }
    }

    private sealed record Shown(string Step, string Line, long At, string? Pending);
}
