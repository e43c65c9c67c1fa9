using System.Globalization;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What SageMaker's own tuning cannot do of a search.</summary>
internal static class TuningObstacles
{
    private const string Service = "SageMaker's tuning";
    private const int LongestName = 32;

    // By these names SageMaker finds out how far a trial goes (botocore, HyperbandStrategyConfig).
    private static readonly string[] s_epochs = ["epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"];

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15768000);

    /// <summary>What no request can say.</summary>
    /// <param name="spec">The search.</param>
    /// <returns>A clause for each reason.</returns>
    public static IReadOnlyList<string> Hard(TuningSpec spec) => [.. OfSpaces(spec), .. OfRules(spec)];

    /// <summary>What it can do only when the image has been made for it, which is for its user to know.</summary>
    /// <param name="spec">The search.</param>
    /// <returns>A clause for each reason.</returns>
    public static IEnumerable<string> OfImage(TuningSpec spec)
    {
        var kinds = TuningKinds.Of(spec);
        string[] own =
        [
            .. kinds.Any(kind => kind.Job.Command.Count > 0) ? ["-Command"] : Array.Empty<string>(),
            .. kinds.Any(kind => kind.Job.Arguments.Count > 0) ? ["-Argument"] : Array.Empty<string>(),
            .. kinds.Any(kind => kind.Job.SourceDirectory is not null) ? ["-SourceDirectory"] : Array.Empty<string>(),
        ];
        if (own.Length > 0)
        {
            yield return $"{Service} cannot override an image's entrypoint: its trials run the image's own 'train', which does {string.Join(" and ", own)} only where it is the one that Export-MlEntrypoint writes";
        }
        else if (kinds.SelectMany(kind => kind.Job.Hyperparameters).FirstOrDefault(one => one.Value is System.Collections.IEnumerable and not (string or System.Collections.IDictionary)) is { Key: { } list })
        {
            yield return $"{Service} gives a trial the list '{Name(list)}' as one text, which 'train' makes a repeated flag of only where it is the one that Export-MlEntrypoint writes";
        }
    }

    private static IEnumerable<string> OfSpaces(TuningSpec spec)
    {
        var kinds = TuningKinds.Of(spec);
        SpaceParameter[] parameters = [.. kinds.SelectMany(kind => TuningRanges.Parameters(kind.Space))];
        if (parameters.FirstOrDefault(parameter => parameter.Conditions.Count > 0) is { } conditional)
        {
            yield return $"{Service} has no conditional parameters such as '{Name(conditional.Name)}'";
        }

        if (spec.Strategy != MlTuningStrategy.Grid
            && parameters.FirstOrDefault(parameter => parameter.Domain is { Count: not 1 } and (IntegerDomain { Step: not 1 } or FloatDomain { Step: not null })) is { } stepped)
        {
            yield return $"{Service} has no steps, as '{Name(stepped.Name)}' has them";
        }

        if (parameters.Length > TuningRanges.Most)
        {
            yield return $"{Service} varies {TuningRanges.Most} parameters at most, and there are {Shown(parameters.Length)}";
        }

        foreach (var parameter in parameters)
        {
            if (parameter.Domain is ChoiceDomain choice && choice.Values.Count > TuningRanges.Most)
            {
                yield return $"{Service} takes {TuningRanges.Most} choices at most, and '{Name(parameter.Name)}' has {Shown(choice.Values.Count)}";
            }
            else if (TuningRanges.Listed(parameter.Domain, spec.Strategy) is { } values && AreConfused(values))
            {
                yield return $"{Service} knows choices as texts, by which those of '{Name(parameter.Name)}' are not told apart";
            }
        }

        if (spec.Strategy == MlTuningStrategy.Grid)
        {
            foreach (var clause in OfGrid(spec, kinds, parameters))
            {
                yield return clause;
            }
        }
    }

    private static IEnumerable<string> OfGrid(TuningSpec spec, IReadOnlyList<TuningDefinition> kinds, SpaceParameter[] parameters)
    {
        if (parameters.FirstOrDefault(parameter => TuningRanges.Listed(parameter.Domain, spec.Strategy) is null) is { } range)
        {
            yield return $"SageMaker's grid needs parameters with {TuningRanges.Most} values at most, and '{Name(range.Name)}' has {(range.Domain.Count is { } count ? Shown(count) : "any number")}";
            yield break;
        }

        // As a double: thirty parameters with thirty choices each are more than any whole number's type counts.
        var combinations = kinds.Sum(kind => TuningRanges.Parameters(kind.Space).Aggregate(1.0, (product, parameter) => product * TuningRanges.Listed(parameter.Domain, spec.Strategy)!.Count));
        if (combinations > spec.MaxTrials)
        {
            yield return $"SageMaker's grid runs every combination, {combinations.ToString("0", CultureInfo.InvariantCulture)}, and cannot end after {Shown(spec.MaxTrials)} trials";
        }
    }

    private static IEnumerable<string> OfRules(TuningSpec spec)
    {
        if (spec.Job.Name.Length > LongestName)
        {
            yield return $"{Service} takes names of {LongestName} characters at most, and '{TerminalText.Clean(spec.Job.Name)}' has {Shown(spec.Job.Name.Length)}";
        }

        if (spec.Strategy == MlTuningStrategy.QuasiRandom)
        {
            yield return $"{Service} has no quasi-random search";
        }

        if (spec.Pruning != MlPruning.None)
        {
            yield return $"{Service} has no pruning by a rule of one's own ({spec.Pruning})";
        }

        if (spec.EarlyStopping == MlEarlyStopping.DecayCurve)
        {
            yield return $"{Service} does not stop trials by a decay curve";
        }

        if (spec.Strategy == MlTuningStrategy.Hyperband)
        {
            if (spec.EarlyStopping != MlEarlyStopping.Off)
            {
                yield return "SageMaker's Hyperband has its own rule to stop trials and takes no other";
            }

            if (spec.PruningOptions.MaxResource is null && !TuningKinds.Of(spec).All(kind => kind.Job.Hyperparameters.Any(one => s_epochs.Contains(one.Key, StringComparer.Ordinal))))
            {
                yield return "SageMaker's Hyperband has to know at which step a trial ends, by a maximum resource or a fixed hyperparameter 'epochs'";
            }
        }

        if (spec.Measurement == MlMeasurement.Best)
        {
            yield return $"{Service} takes the last value of a trial and never its best";
        }

        if (spec.MaxFailedTrials is not null)
        {
            yield return $"{Service} does not end after a number of failed trials";
        }

        if (spec.MaxTrialsWithoutImprovement < 3)
        {
            yield return $"{Service} waits for three trials without improvement at least";
        }

        if (spec.MaxDuration < s_shortest || spec.MaxDuration > s_longest)
        {
            yield return $"{Service} runs for two minutes to {Shown((int)s_longest.TotalSeconds)} seconds";
        }

        if (spec.Seed is < 0 or > int.MaxValue)
        {
            yield return $"{Service} takes seeds from 0 to {Shown(int.MaxValue)}";
        }
    }

    /// <summary>Whether two choices have one text, or a text looks like one of the switches beside it.</summary>
    private static bool AreConfused(IReadOnlyList<object?> values)
    {
        string[] texts = [.. values.Select(value => KeptHyperparameter.Write("", value))];
        return texts.Distinct(StringComparer.Ordinal).Count() < texts.Length || (values.Any(value => value is null or bool) && values.Any(EntrypointContract.IsDisguised));
    }

    private static string Name(string name) => TerminalText.Clean(name);

    private static string Shown(long number) => number.ToString(CultureInfo.InvariantCulture);
}
