using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Requests;
using MlOps.Providers.Vertex.Trials;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>What the container of a job's first machine runs, as its user said it. The other machines run the same.</summary>
internal sealed record JobContainer
{
    public string Image { get; private init; } = "";

    public IReadOnlyList<string> Command { get; private init; } = [];

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public IReadOnlyDictionary<string, object?> Hyperparameters { get; private init; } = new Dictionary<string, object?>();

    public IReadOnlyDictionary<string, string> InputData { get; private init; } = new Dictionary<string, string>();

    /// <summary>Where the code is that was sent along; empty when none was.</summary>
    public string SourceUri { get; private init; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> MetricPatterns { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether MlOps made the job, whose categories then say what kind of value they are.</summary>
    public bool IsOurs { get; private init; }

    /// <summary>The names of a search's parameters by what Vertex AI calls them, where those differ.</summary>
    public IReadOnlyDictionary<string, string> ParameterNames { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the container of a job, or of the trials of a tuning job.</summary>
    /// <param name="job">The job's part of the document.</param>
    /// <param name="name">The job's name.</param>
    public static JobContainer Of(CustomJobSpec? job, string name)
    {
        var pool = job?.WorkerPoolSpecs?.FirstOrDefault(pool => pool.ContainerSpec is not null || pool.PythonPackageSpec is not null);
        var package = pool?.ContainerSpec is null ? pool?.PythonPackageSpec : null;
        var baseUri = job?.BaseOutputDirectory?.OutputUriPrefix;
        var known = VertexPaths.ServiceVariables(baseUri);
        var variables = Variables(pool?.ContainerSpec?.Env ?? package?.Env, known);
        var inputs = Inputs(variables);
        var paths = VertexPaths.Of(inputs, TrialFolder.Find(variables) ?? baseUri);
        var (around, code) = CodeCopy.Split(Expanded(pool?.ContainerSpec?.Command, known));
        var command = TrialScript.Split(around);
        var given = Expanded(pool?.ContainerSpec?.Args ?? package?.Args, known);
        var trial = TrialArguments.Read(variables);
        var (tuned, own) = trial is null ? (new Dictionary<string, object?>(), given) : trial.Take(given, command.Count);
        var (hyperparameters, arguments) = ArgumentRecovery.Read(own, KeptVariables.Read(variables, KeptVariables.Hyperparameters), name, paths);
        return new()
        {
            Image = TerminalText.Clean(pool?.ContainerSpec?.ImageUri ?? package?.ExecutorImageUri ?? ""),

            // What the service's own images run for a package.
            Command = package is { PythonModule: { } module } ? ["python3", "-m", module] : TrainingContract.Collapse(command, name, paths),
            Arguments = arguments,
            Hyperparameters = new OrderedDictionary<string, object?>(hyperparameters.Concat(tuned).DistinctBy(one => one.Key), StringComparer.Ordinal),
            InputData = inputs,
            SourceUri = code is null ? "" : TerminalText.Clean(VertexPaths.Unmounted(code)),
            Environment = PythonOutput.Without(TrainingContract.OwnVariables(variables, name, paths)),
            MetricPatterns = KeptVariables.Read(variables, KeptVariables.MetricPatterns),
            IsOurs = variables.ContainsKey("MLOPS_PROVIDER"),
            ParameterNames = trial?.Parameters.DistinctBy(parameter => parameter.Id).ToDictionary(parameter => parameter.Id, parameter => parameter.Name, StringComparer.Ordinal) ?? [],
        };
    }

    /// <summary>The variables as the process gets them. One may refer to those before it, and the arguments to all of them.</summary>
    private static OrderedDictionary<string, string> Variables(IReadOnlyList<EnvVar>? given, Dictionary<string, string> known)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in given ?? [])
        {
            known[variable.Name] = variables[variable.Name] = VariableReferences.Expand(variable.Value, known);
        }

        return variables;
    }

    private static string[] Expanded(IReadOnlyList<string>? texts, Dictionary<string, string> variables) => [.. (texts ?? []).Select(text => VariableReferences.Expand(text, variables))];

    private static Dictionary<string, string> Inputs(OrderedDictionary<string, string> variables) =>
        KeptVariables.Read(variables, KeptVariables.Inputs)
            .Where(channel => channel.Key.Length > 0 && channel.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            .ToDictionary(StringComparer.Ordinal);
}
