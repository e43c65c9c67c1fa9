using System.Globalization;
using System.Text;

namespace MlOps;

/// <summary>Writes what a search that MlOps runs itself would do, for a person to read before it is started.</summary>
public static class StudyPlanText
{
    // As long as one that a study gets, so that whatever is checked of a trial's job can be checked before.
    private const string ExampleId = "xxxxxx";

    /// <summary>Writes it.</summary>
    /// <param name="study">The search.</param>
    /// <param name="requests">The request of one trial on each share's provider, in their order.</param>
    /// <returns>The text, lines apart by line feeds.</returns>
    public static string Of(StudySpec study, IReadOnlyList<string> requests)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(requests);
        var (spec, text) = (study.Tuning, new StringBuilder());
        Line(text, $"# {study.EngineReason}");
        Line(text, $"{(spec.Goal == MlGoal.Maximize ? "Maximizes" : "Minimizes")} {TerminalText.Clean(spec.Metric)}, which is the {(spec.Measurement == MlMeasurement.Best ? "best" : "last")} value of a trial.");
        Line(text, $"Sampler: {Sampler(spec)}{(spec.Seed is { } seed ? $", seed {seed}" : "")}");
        Line(text, $"Pruning: {Pruning(spec)}");
        Line(text, $"Trials: {spec.MaxTrials} at most, {spec.MaxParallel} at once{string.Concat(Ends(spec).Select(end => $"; ends {end}"))}");
        Line(text, $"Space:");
        var width = spec.Space.Names.Max(name => TerminalText.Clean(name).Length);
        foreach (var name in spec.Space.Names)
        {
            _ = spec.Space.TryGet(name, out var parameter);
            Line(text, $"  {TerminalText.Clean(name).PadRight(width)}  {SpaceText.Of(parameter!)}");
        }

        foreach (var (share, request) in study.Shares.Zip(requests))
        {
            Line(text, $"");
            Line(text, $"# A trial on {share.Provider}, where {share.MaxParallel} run at once, with the middle of each range:");
            text.Append(request.TrimEnd()).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The job of a trial with the middle value of each range, to show and to check what trials are before there is one.</summary>
    /// <param name="job">What each trial runs.</param>
    /// <param name="space">The search space.</param>
    /// <returns>The job.</returns>
    public static TrainingSpec Example(TrainingSpec job, SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(job);
        return TrialJob.Of(job, TrialJob.Name(job.Name, ExampleId, 0, 1), ExampleId, 0, space.Assign((parameter, _) => parameter.Domain.FromUnit(0.5)));
    }

    private static string Sampler(TuningSpec spec) => spec.Strategy switch
    {
        MlTuningStrategy.Bayesian or MlTuningStrategy.Hyperband => "Bayesian, by a tree-structured Parzen estimator",
        MlTuningStrategy.Random => "at random",
        MlTuningStrategy.Grid => "every combination in turn",
        MlTuningStrategy.QuasiRandom => "a scrambled Sobol sequence",
        _ => spec.Strategy.ToString(),
    };

    private static string Pruning(TuningSpec spec)
    {
        var rule = spec.PruningInForce;
        if (rule == MlPruning.None)
        {
            return "none";
        }

        var numbers = typeof(PruningOptions).GetProperties().Where(property => property.GetValue(spec.PruningOptions) is not null)
            .Select(property => string.Create(CultureInfo.InvariantCulture, $"{property.Name} = {property.GetValue(spec.PruningOptions)}")).ToArray();
        return numbers.Length == 0 ? NameOf(rule) : $"{NameOf(rule)}, {string.Join(", ", numbers)}";
    }

    // Asha is another name of the same value, and which one .NET gives is left open.
    private static string NameOf(MlPruning rule) => rule == MlPruning.SuccessiveHalving ? nameof(MlPruning.SuccessiveHalving) : rule.ToString();

    private static IEnumerable<string> Ends(TuningSpec spec)
    {
        if (spec.TargetValue is { } target)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at {target} or {(spec.Goal == MlGoal.Maximize ? "more" : "less")}");
        }

        if (spec.MaxTrialsWithoutImprovement is { } idle)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"after {idle} that are no better");
        }

        if (spec.MaxFailedTrials is { } failed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"after {failed} that fail");
        }

        if (spec.MaxDuration is { } duration)
        {
            yield return $"after {duration}";
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
