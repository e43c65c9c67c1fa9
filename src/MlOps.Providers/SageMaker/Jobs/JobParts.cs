using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>What training and tuning jobs say alike, as <see cref="MlJob"/> has it.</summary>
internal static class JobParts
{
    // Of the toolkit of the framework images and of the tuning service; a job that is started again gets its own.
    private static readonly string[] s_foreign = ["sagemaker_", "_tuning_objective_metric"];

    public static Dictionary<string, string> InputData(IReadOnlyList<Channel>? channels)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var channel in channels ?? [])
        {
            inputs[channel.ChannelName] = Location(channel.DataSource);
        }

        return inputs;
    }

    public static Dictionary<string, string> Tags(IReadOnlyDictionary<string, string>? tags, IReadOnlyList<Tag>? own)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in own ?? [])
        {
            all[tag.Key] = tag.Value ?? "";
        }

        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        return all;
    }

    public static IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string>? variables, string job, TrainingPaths paths)
    {
        if (variables is null)
        {
            return new Dictionary<string, string>();
        }

        return PythonOutput.Without(TrainingContract.OwnVariables(variables, job, paths));
    }

    /// <summary>The hyperparameters and the arguments. Where there are no arguments, something else than MlOps made the hyperparameters, or they were rendered to nothing.</summary>
    public static (IReadOnlyDictionary<string, object?> Hyperparameters, IReadOnlyList<string> Arguments) Hyperparameters(
        IReadOnlyDictionary<string, string>? kept, IReadOnlyList<string>? arguments, string job, TrainingPaths paths)
    {
        var (hyperparameters, rest) = ArgumentRecovery.Read(arguments ?? [], new OrderedDictionary<string, string>(Own(kept), StringComparer.Ordinal), job, paths);
        return (new OrderedDictionary<string, object?>(hyperparameters, StringComparer.Ordinal), rest);
    }

    /// <summary>The hyperparameters without those that a service has put beside them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Own(IReadOnlyDictionary<string, string>? kept) =>
        (kept ?? new Dictionary<string, string>()).Where(entry => !s_foreign.Any(prefix => entry.Key.StartsWith(prefix, StringComparison.Ordinal)));

    public static Dictionary<string, string> MetricPatterns(AlgorithmSpecification? algorithm)
    {
        var patterns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, regex) in algorithm?.MetricDefinitions ?? [])
        {
            // Python's own way to name a group.
            patterns[name] = regex.Replace("(?P<", "(?<", StringComparison.Ordinal);
        }

        return patterns;
    }

    public static string Image(AlgorithmSpecification? algorithm) => algorithm?.TrainingImage ?? algorithm?.AlgorithmName ?? "";

    public static TimeSpan? MaxRuntime(StoppingCondition? condition) => condition?.MaxRuntimeInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public static bool IsChannelName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static string Location(DataSource? source) =>
        source?.S3DataSource is { } objects ? objects.S3Uri
        : source?.FileSystemDataSource is { } files ? $"{files.FileSystemId}:{files.DirectoryPath}"
        : "";
}
