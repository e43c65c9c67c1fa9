using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>Where a local job stands, worked out from what its instances wrote down and from which processes live. Nothing is believed that a dead process could have left behind.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Message">Why, in a sentence.</param>
/// <param name="StartedAt">When the first instance started.</param>
/// <param name="EndedAt">When the last instance ended, once all have.</param>
/// <param name="Instances">Where each instance stands.</param>
internal sealed record JobState(MlJobStatus Status, string Message, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<InstanceState> Instances)
{
    /// <summary>Looks at a job.</summary>
    public static JobState Observe(JobFolder folder, LocalJobDocument document)
    {
        if (document.End is { } end)
        {
            return new(end.Status, end.Message, end.StartedAt, end.EndedAt, []);
        }

        var instances = Enumerable.Range(0, document.Launch.InstanceCount).Select(rank => InstanceState.Observe(folder.Instance(rank), rank, document.CreatedAt)).ToList();
        var startedAt = instances.Min(instance => instance.StartedAt);
        var stop = folder.ReadStopRequest();
        if (instances.All(instance => instance.HasEnded))
        {
            var endedAt = instances.Max(instance => instance.EndedAt) ?? document.CreatedAt;
            var (status, message) = Judge(instances, stop, endedAt, document.Launch);
            return new(status, message, startedAt, endedAt, instances);
        }

        return stop is not null
            ? new(MlJobStatus.Stopping, Explain(stop, document.Launch), startedAt, null, instances)
            : new(startedAt is null ? MlJobStatus.Pending : MlJobStatus.Running, "", startedAt, null, instances);
    }

    private static (MlJobStatus Status, string Message) Judge(List<InstanceState> instances, StopRequest? stop, DateTimeOffset endedAt, LocalLaunch launch)
    {
        // A job that was over before anybody asked it to stop ended by itself.
        if (stop is not null && endedAt >= stop.RequestedAt)
        {
            return (MlJobStatus.Stopped, Explain(stop, launch));
        }

        // When one instance fails the others are ended: the first failure is the reason, what followed is not.
        var failed = instances.Where(instance => instance.ExitCode != 0).OrderBy(instance => instance.EndedAt).FirstOrDefault();
        if (failed is null)
        {
            return (MlJobStatus.Succeeded, "");
        }

        var who = instances.Count > 1 ? $"Instance {failed.Rank.ToString(CultureInfo.InvariantCulture)}: " : "";
        return (MlJobStatus.Failed, who + failed.Message);
    }

    private static string Explain(StopRequest stop, LocalLaunch launch) => stop.Reason switch
    {
        StopReason.MaxRuntime => $"It ran longer than its MaxRuntime of {TimeSpan.FromSeconds(launch.MaxRuntimeSeconds ?? 0).ToString("c", CultureInfo.InvariantCulture)}.",
        _ => "It was stopped with Stop-MlJob.",
    };
}
