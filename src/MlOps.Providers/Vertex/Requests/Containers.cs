using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Trials;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The container that each machine of a job runs.</summary>
internal static class Containers
{
    /// <summary>The container of a training job.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="paths">The folders that it sees.</param>
    public static ContainerSpec Of(TrainingSpec spec, TrainingPaths paths) => Of(spec, paths, command => command, [], VariableReferences.Escape);

    /// <summary>The container of a trial, with a script around its command. Where there is no command, the image's own program runs as it is.</summary>
    /// <param name="spec">The search.</param>
    /// <param name="paths">The folders that a trial sees.</param>
    public static ContainerSpec OfTrial(TuningSpec spec, TrainingPaths paths) => spec.Job.Command.Count == 0
        ? Of(spec.Job, paths, command => command, [], Escape)
        : Of(spec.Job, paths, TrialScript.Before, Kept(spec, paths), Escape);

    private static IEnumerable<KeyValuePair<string, string>> Kept(TuningSpec spec, TrainingPaths paths)
    {
        yield return new(KeptVariables.TrialArguments, TrialArguments.Of(spec.Job, spec.Space, paths).Write());
        if (TuningObstacles.Pattern(spec) is { } pattern)
        {
            yield return new(KeptVariables.TrialMetric, TrialMetric.Of(spec.Metric, pattern));
        }
    }

    private static string Escape(string text) => TrialFolder.Refer(VariableReferences.Escape(text));

    private static ContainerSpec Of(TrainingSpec spec, TrainingPaths paths, Func<IReadOnlyList<string>, IReadOnlyList<string>> around, IEnumerable<KeyValuePair<string, string>> kept, Func<string, string> escape)
    {
        var arguments = TrainingContract.Arguments(spec, paths);
        var command = around([.. arguments.Take(spec.Command.Count)]);
        return new()
        {
            ImageUri = spec.Image,
            Command = NullIfEmpty((spec.SourceDirectory is null ? command : CodeCopy.Before(command, VertexPaths.Mounted(spec.SourceDirectory))).Select(escape)),
            Args = NullIfEmpty(arguments.Skip(spec.Command.Count).Select(escape)),
            Env = [.. Environment(spec, paths).Concat(kept).Select(variable => new EnvVar { Name = variable.Key, Value = escape(variable.Value) })],
        };
    }

    private static OrderedDictionary<string, string> Environment(TrainingSpec spec, TrainingPaths paths)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in TrainingContract.EnvironmentVariables(spec, paths, VertexProvider.ProviderName))
        {
            variables[name] = value;
        }

        PythonOutput.Unbuffer(variables);
        Keep(KeptVariables.Hyperparameters, spec.Hyperparameters.Select(entry => KeyValuePair.Create(entry.Key, KeptHyperparameter.Write(entry.Key, entry.Value))));
        Keep(KeptVariables.MetricPatterns, spec.MetricPatterns.Select(Checked));
        Keep(KeptVariables.Inputs, spec.InputData);
        return variables;

        void Keep(string name, IEnumerable<KeyValuePair<string, string>> table)
        {
            if (table.Any())
            {
                variables[name] = KeptVariables.Write(table);
            }
        }
    }

    /// <summary>A pattern is tried now, while somebody looks, and not when the job has run for a day.</summary>
    private static KeyValuePair<string, string> Checked(KeyValuePair<string, string> pattern)
    {
        _ = new MetricPattern(pattern.Key, pattern.Value);
        return pattern;
    }

    private static List<string>? NullIfEmpty(IEnumerable<string> items) => items.ToList() is { Count: > 0 } list ? list : null;
}
