using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The container that each machine of a job runs.</summary>
internal static class Containers
{
    /// <param name="spec">The job.</param>
    /// <param name="paths">The folders that it sees.</param>
    public static ContainerSpec Of(TrainingSpec spec, TrainingPaths paths)
    {
        var arguments = TrainingContract.Arguments(spec, paths);
        IReadOnlyList<string> command = [.. arguments.Take(spec.Command.Count)];
        return new()
        {
            ImageUri = spec.Image,
            Command = NullIfEmpty((spec.SourceDirectory is null ? command : CodeCopy.Before(command, VertexPaths.Mounted(spec.SourceDirectory))).Select(VariableReferences.Escape)),
            Args = NullIfEmpty(arguments.Skip(spec.Command.Count).Select(VariableReferences.Escape)),
            Env = [.. Environment(spec, paths).Select(variable => new EnvVar { Name = variable.Key, Value = VariableReferences.Escape(variable.Value) })],
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
