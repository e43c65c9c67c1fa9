using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>How long a job may wait and run.</summary>
internal static class StoppingConditions
{
    /// <summary>The longest that SageMaker lets a job run, and that a wait for spot capacity makes sense for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(28);

    /// <summary>SageMaker's own default, and what a wait for spot capacity is given on top.</summary>
    private static readonly TimeSpan s_oneDay = TimeSpan.FromDays(1);

    public static StoppingCondition Of(TrainingSpec spec)
    {
        var run = spec.MaxRuntime ?? s_oneDay;
        if (!spec.Spot)
        {
            return spec.MaxWait is null
                ? new() { MaxRuntimeInSeconds = Seconds(run) }
                : throw new MlOpsException(ErrorCode.InvalidArgument, "MaxWait is for spot capacity, which the job does not ask for.", "Give -Spot too, or no -MaxWait.", spec.MaxWait);
        }

        if (spec.MaxWait < run)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"MaxWait is {spec.MaxWait}, less than MaxRuntime, which is {run}: it is the time for waiting and running together.",
                "Give a longer -MaxWait or a shorter -MaxRuntime.",
                spec.MaxWait);
        }

        var wait = spec.MaxWait ?? (run < Longest - s_oneDay ? run + s_oneDay : run < Longest ? Longest : run);
        return new() { MaxRuntimeInSeconds = Seconds(run), MaxWaitTimeInSeconds = Seconds(wait) };
    }

    /// <summary>Whole seconds, and a part of one for a whole one. What is far beyond any limit stays so.</summary>
    public static int Seconds(TimeSpan time) => (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), int.MinValue, int.MaxValue);
}
