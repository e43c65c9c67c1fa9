using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>For how long a job may run and wait. Without a word, Vertex AI stops a job after seven days.</summary>
internal static class Schedules
{
    public static SchedulingSpec? Of(TrainingSpec spec)
    {
        if (spec.MaxWait is not null && !spec.Spot)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, "MaxWait is for spot capacity, which the job does not ask for.", "Give -Spot too, or no -MaxWait.", spec.MaxWait);
        }

        return spec.Spot || spec.MaxRuntime is not null
            ? new() { Timeout = Whole(spec.MaxRuntime), Strategy = spec.Spot ? "SPOT" : null, MaxWaitDuration = Wait(spec) }
            : null;
    }

    /// <summary>Ours is the time for waiting and running together, theirs is that for waiting. None at all would mean for ever to them.</summary>
    private static TimeSpan? Wait(TrainingSpec spec) => (spec.MaxWait, spec.MaxRuntime) switch
    {
        (null, _) => null,
        ({ } all, null) => Whole(all),
        ({ } all, { } run) when all < run => throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"MaxWait is {all}, less than MaxRuntime, which is {run}: it is the time for waiting and running together.",
            "Give a longer -MaxWait or a shorter -MaxRuntime.",
            all),
        ({ } all, { } run) => Whole(all - run) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1),
    };

    /// <summary>Whole seconds, and a part of one for a whole one.</summary>
    private static TimeSpan? Whole(TimeSpan? time) => time is { } given ? TimeSpan.FromSeconds(Math.Ceiling(Math.Min(given.TotalSeconds, int.MaxValue))) : null;
}
