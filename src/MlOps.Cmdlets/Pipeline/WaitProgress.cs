using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Shows where the jobs stand that are waited for: one bar for a single job; for several, one for all and one each for as many as fit a screen.</summary>
internal sealed class WaitProgress(IReadOnlyList<ProviderJob> jobs, Action<ProgressRecord> write)
{
    private const int MostBars = 10;
    private const int AllJobs = 0;

    private readonly Dictionary<(IProvider, string), MlJob> _waiting = jobs.ToDictionary(found => (found.Provider, found.Job.Id), found => found.Job);
    private readonly Dictionary<(IProvider, string), int> _bars = [];

    /// <summary>The jobs that are still waited for, as they were last seen.</summary>
    public IReadOnlyCollection<MlJob> Waiting => _waiting.Values;

    /// <summary>Takes in what is new and shows it.</summary>
    public void Show(JobState state)
    {
        var key = (state.Provider, state.Job.Id);
        if (state.Error is not null || state.Job.Status.IsEnded())
        {
            _waiting.Remove(key);
            Remove(key);
        }
        else
        {
            _waiting[key] = state.Job;
            ShowJob(key, state);
        }

        ShowAll();
    }

    /// <summary>Takes everything off the screen.</summary>
    public void Complete()
    {
        foreach (var key in _bars.Keys.ToArray())
        {
            Remove(key);
        }

        if (jobs.Count > 1)
        {
            write(new(AllJobs, "Done", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void ShowAll()
    {
        if (jobs.Count > 1)
        {
            var ended = jobs.Count - _waiting.Count;
            write(new(AllJobs, $"Waiting for {jobs.Count} jobs", $"{ended} ended") { PercentComplete = 100 * ended / jobs.Count });
        }
    }

    private void ShowJob((IProvider, string) key, JobState state)
    {
        if (!_bars.TryGetValue(key, out var bar))
        {
            if (_bars.Count == MostBars)
            {
                return;
            }

            bar = Enumerable.Range(AllJobs + 1, MostBars).Except(_bars.Values).First();
            _bars[key] = bar;
        }

        var ran = state.Job.Duration is { } duration ? $" for {DisplayText.Duration(duration)}" : "";
        write(new(bar, state.Job.ToString(), $"{DisplayText.Status(state.Job)}{ran}")
        {
            ParentActivityId = jobs.Count > 1 ? AllJobs : -1,
            CurrentOperation = state.LastLine,
        });
    }

    private void Remove((IProvider, string) key)
    {
        if (_bars.Remove(key, out var bar))
        {
            write(new(bar, "Done", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
