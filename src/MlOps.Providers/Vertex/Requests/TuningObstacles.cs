using MlOps.Providers.Vertex.Trials;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>What of a search Vertex AI's tuning service cannot do, a clause each.</summary>
internal static class TuningObstacles
{
    /// <summary>Finds all of it.</summary>
    /// <param name="spec">The search.</param>
    public static IReadOnlyList<string> Of(TuningSpec spec) => [.. Search(spec), .. spec.Space.Parameters.SelectMany(Values), .. new ParameterNesting(spec.Space).Obstacles, .. Names(spec), .. Grid(spec), .. Metric(spec)];

    /// <summary>The objective's pattern, which the job has unless somebody took it out.</summary>
    public static MetricPattern? Pattern(TuningSpec spec) => spec.Job.MetricPatterns.TryGetValue(spec.Metric, out var pattern) ? new(spec.Metric, pattern) : null;

    private static IEnumerable<string> Search(TuningSpec spec)
    {
        (bool IsAsked, string Clause)[] clauses =
        [
            (spec.Strategy == MlTuningStrategy.QuasiRandom, "Vertex AI's tuning has no quasi-random search"),
            (spec.Strategy == MlTuningStrategy.Hyperband, "Vertex AI's tuning has no Hyperband"),
            (spec.Pruning != MlPruning.None, $"Vertex AI's tuning does not prune by the rule {spec.Pruning}"),
            (spec.Definitions.Count > 0, "Vertex AI's tuning has one kind of training and not several to choose from"),
            (spec.WarmStartFrom.Count > 0, "Vertex AI's tuning cannot begin with the results of earlier searches"),
            (spec.Seed is not null, "Vertex AI's tuning takes no seed"),
            (spec.MaxDuration is not null, "Vertex AI's tuning has no limit of time for a whole search"),
            (spec.TargetValue is not null, "Vertex AI's tuning does not end at a value that is good enough"),
            (spec.MaxTrialsWithoutImprovement is not null, "Vertex AI's tuning does not end after trials without improvement"),
            (spec.StopOnConvergence, "Vertex AI's tuning does not end by itself when nothing becomes better"),
            (spec.MaxFailedTrials <= 0, "Vertex AI's tuning takes no limit of failed trials below one"),
        ];
        return clauses.Where(one => one.IsAsked).Select(one => one.Clause);
    }

    private static IEnumerable<string> Values(SpaceParameter parameter)
    {
        var name = TerminalText.Clean(parameter.Name);
        if (parameter.Domain is not ChoiceDomain and not IntegerDomain { Step: 1 } && parameter.Domain.Count is { } count)
        {
            if (count > ParameterValues.Most)
            {
                yield return $"'{name}' has {count} steps, and Vertex AI's tuning takes {ParameterValues.Most}";
            }

            if (parameter.Domain is FloatDomain { Step: < ParameterValues.Apart })
            {
                yield return $"'{name}' has steps of less than {HyperparameterText.Of("", ParameterValues.Apart)}, which Vertex AI's tuning does not tell apart";
            }
        }

        if (parameter.Domain is FloatDomain { Scale: MlRangeScale.ReverseLog, Low: <= 0 })
        {
            yield return $"'{name}' begins at zero, and a reverse logarithmic scale of Vertex AI's needs numbers above it";
        }

        if (parameter.Domain is ChoiceDomain choice && choice.Values.Select(value => ChoiceCategories.Of(parameter.Name, value)).Distinct(StringComparer.Ordinal).Count() < choice.Values.Count)
        {
            yield return $"'{name}' has two choices with one text, and choices of Vertex AI's tuning are texts";
        }
    }

    private static IEnumerable<string> Names(TuningSpec spec) =>
        spec.Space.Names.GroupBy(ParameterIds.Of, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{string.Join(" and ", group.Select(name => $"'{TerminalText.Clean(name)}'"))} are one name to Vertex AI's tuning, which writes the hyphens itself");

    private static IEnumerable<string> Grid(TuningSpec spec) => spec.Strategy != MlTuningStrategy.Grid
        ? []
        : spec.Space.Parameters.Where(parameter => !ParameterValues.AreCounted(parameter.Domain))
            .Select(parameter => $"'{TerminalText.Clean(parameter.Name)}' is a range of any numbers, and a grid of Vertex AI's has choices, whole numbers and steps");

    private static IEnumerable<string> Metric(TuningSpec spec)
    {
        if (spec.Metric.Any(char.IsWhiteSpace))
        {
            yield return $"the metric '{TerminalText.Clean(spec.Metric)}' has white space in its name, which Vertex AI's tuning does not allow";
        }

        if (spec.Job.Command.Count == 0)
        {
            foreach (var clause in WithoutCommand(spec))
            {
                yield return clause;
            }
        }
        else if (Untranslatable(spec) is { } what)
        {
            yield return $"the pattern of '{TerminalText.Clean(spec.Metric)}' has {what}, which cannot be done in a container of Vertex AI's, where awk reads the metric";
        }
    }

    /// <summary>Without a command nothing can stand between the service and the training code.</summary>
    private static IEnumerable<string> WithoutCommand(TuningSpec spec)
    {
        if (!spec.ReportsItself)
        {
            yield return "Vertex AI's tuning reads no log, and without -Command nothing can be put around the image's own program that would";
        }

        var paths = VertexPaths.Of(spec.Job.InputData, TrialFolder.Marked(VertexPaths.BaseUri(StagedAddress.UnknownBucket, spec.Job.Name)));
        foreach (var parameter in spec.Space.Parameters)
        {
            var name = TerminalText.Clean(parameter.Name);
            if (parameter.Domain is ChoiceDomain choice && choice.Values.Any(value => !TrialArguments.IsPlain(spec.Job, paths, parameter.Name, value)))
            {
                yield return $"'{name}' has a switch, nothing or a folder among its choices, and without -Command the image's own program would get the word for it";
            }
            else if (parameter.Domain is IntegerDomain { Step: > 1 })
            {
                yield return $"'{name}' has whole numbers in steps, and without -Command the image's own program could get 2.0 for 2";
            }

            if (parameter.Name.StartsWith('-') && !(parameter.Name.StartsWith("--", StringComparison.Ordinal) && !parameter.Name.StartsWith("---", StringComparison.Ordinal)))
            {
                yield return $"'{name}' is no flag with two hyphens, and without -Command the image's own program would get one";
            }
        }
    }

    private static string? Untranslatable(TuningSpec spec)
    {
        try
        {
            _ = Pattern(spec) is { } pattern ? PatternProgram.Of(pattern) : [];
            return null;
        }
        catch (UntranslatablePatternException e)
        {
            return e.What;
        }
    }
}
