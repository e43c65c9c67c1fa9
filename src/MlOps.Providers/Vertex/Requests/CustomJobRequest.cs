using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>Turns a job into the request that Vertex AI takes for it. Asks nobody and changes nothing.</summary>
internal static partial class CustomJobRequest
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds the request.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="defaults">The settings.</param>
    /// <returns>The request, and what is missing before it can be sent. Project and region are no part of it, but of the address that it is sent to.</returns>
    /// <exception cref="MlOpsException">Vertex AI cannot run the job; the message says why.</exception>
    public static BuiltRequest Build(TrainingSpec spec, VertexDefaults defaults)
    {
        JobName.Validate(spec.Name);
        RequireReadable(spec.Image);
        var options = RequestOptions.Read(spec.ProviderOptions, CustomJobMembers.All);
        var job = Job(spec, defaults, options);
        RequestLimits.Check(job);
        var document = JsonSerializer.SerializeToNode(job, VertexJson.Default.CustomJobDocument)!.AsObject();
        RequestOptions.Merge(document, options);
        RequireImage(spec, document);
        return new(document, Missing(document), Ignored(spec));
    }

    /// <summary>Where files of this machine are sent that the job shall read: beside the folders of jobs, in the bucket that it writes to.</summary>
    public static string StagingRoot(TrainingSpec spec, VertexDefaults defaults)
    {
        var given = ObjectLocation.Parse("gs://", BaseUri(RequestOptions.Read(spec.ProviderOptions, CustomJobMembers.All)))?.Bucket;
        return $"gs://{defaults.Bucket ?? given ?? StagedAddress.UnknownBucket}/mlops";
    }

    /// <summary>The request as text, which <c>POST …/customJobs</c> takes as it is.</summary>
    /// <param name="document">The request.</param>
    /// <returns>Indented JSON.</returns>
    public static string Text(JsonObject document) => document.ToJsonString(s_readable);

    private static CustomJobDocument Job(TrainingSpec spec, VertexDefaults defaults, JsonObject options)
    {
        RequestLimits.Instances(spec.InstanceCount);
        var inputs = InputChannels.Check(spec);
        var baseUri = BaseUri(options) ?? (defaults.Bucket is { } bucket ? VertexPaths.BaseUri(bucket, spec.Name) : null);
        var paths = VertexPaths.Of(inputs, baseUri ?? VertexPaths.BaseUri(StagedAddress.UnknownBucket, spec.Name));
        var machine = Machines.Of(spec);
        var pool = new WorkerPoolSpec
        {
            ContainerSpec = Container(spec, paths),
            MachineSpec = machine,
            ReplicaCount = 1,
            DiskSpec = Disks.Of(spec, machine.MachineType!),
        };
        return new()
        {
            DisplayName = spec.Name,
            JobSpec = new()
            {
                // The first pool is the one machine that leads; the others are its workers.
                WorkerPoolSpecs = spec.InstanceCount == 1 ? [pool] : [pool, pool with { ReplicaCount = spec.InstanceCount - 1 }],
                Scheduling = Schedules.Of(spec),
                ServiceAccount = spec.ExecutionRole ?? defaults.ServiceAccount,
                Network = Network(spec, defaults.Project),
                BaseOutputDirectory = baseUri is null ? null : new() { OutputUriPrefix = baseUri },
            },
            Labels = Labels.Of(spec.Tags),
            EncryptionSpec = spec.EncryptionKey is null ? null : new() { KmsKeyName = spec.EncryptionKey },
        };
    }

    private static ContainerSpec Container(TrainingSpec spec, TrainingPaths paths)
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

    private static string? BaseUri(JsonObject options) =>
        ((options["jobSpec"] as JsonObject)?["baseOutputDirectory"] as JsonObject)?["outputUriPrefix"] is JsonValue prefix
            && prefix.TryGetValue(out string? given) && given.StartsWith("gs://", StringComparison.Ordinal) ? given : null;

    /// <summary>The network is one on Vertex AI, not several subnets. It goes by the project's number, and where that is set its name alone will do.</summary>
    private static string? Network(TrainingSpec spec, string? project) => spec.Subnets switch
    {
        [] => null,
        [var name] when !name.Contains('/', StringComparison.Ordinal) && project is { Length: > 0 } && project.All(char.IsAsciiDigit) => $"projects/{project}/global/networks/{name}",
        [var name] => name,
        _ => throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"The job has {spec.Subnets.Count.ToString(CultureInfo.InvariantCulture)} subnets; Vertex AI connects a job to one network.",
            "Give one -Subnet: projects/PROJECT-NUMBER/global/networks/NAME.",
            spec.Name),
    };

    /// <summary>Vertex AI has no way to log in to another cloud's registry.</summary>
    private static void RequireReadable(string? image)
    {
        if (image is not null && EcrPattern().IsMatch(image))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The image '{TerminalText.Clean(image)}' is in Amazon's registry, which Vertex AI cannot read.",
                "Push it to Artifact Registry and give -Image REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME:TAG.",
                image);
        }
    }

    private static void RequireImage(TrainingSpec spec, JsonObject document)
    {
        var first = ((document["jobSpec"] as JsonObject)?["workerPoolSpecs"] as JsonArray)?.FirstOrDefault() as JsonObject;
        if ((first?["containerSpec"] as JsonObject)?["imageUri"] is null && (first?["pythonPackageSpec"] as JsonObject)?["executorImageUri"] is null)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job '{spec.Name}' has no image, and Vertex AI runs containers only.",
                "Give -Image.",
                spec.Name);
        }
    }

    private static List<MlOpsException> Missing(JsonObject document)
    {
        var missing = new List<MlOpsException>();
        var job = document["jobSpec"] as JsonObject;
        if ((job?["baseOutputDirectory"] as JsonObject)?["outputUriPrefix"] is null)
        {
            missing.Add(new(
                ErrorCode.NotConfigured,
                "There is no bucket that the job could write its results to.",
                "Set one with Set-MlContext -VertexBucket my-bucket.",
                "VertexBucket"));
        }

        if (job?["tensorboard"] is not null && job["serviceAccount"] is null)
        {
            missing.Add(new(
                ErrorCode.NotConfigured,
                "A job with a TensorBoard of Vertex AI has to run as a service account, and there is none.",
                "Set one with Set-MlContext -VertexServiceAccount trainer@my-project.iam.gserviceaccount.com or give -ExecutionRole.",
                "VertexServiceAccount"));
        }

        return missing;
    }

    private static List<string> Ignored(TrainingSpec spec)
    {
        (string Name, bool IsAsked)[] asked =
        [
            ($"RetryCount {spec.Retries?.ToString(CultureInfo.InvariantCulture)} (Vertex AI decides itself how often)", spec.Retries is not null),
            ("KeepAlive (-ProviderOption @{ jobSpec = @{ persistentResourceId = '…' } } takes machines that are kept)", spec.KeepAlive > TimeSpan.Zero),
            ("SecurityGroup", spec.SecurityGroups.Count > 0),
            ("EncryptTraffic", spec.EncryptTraffic),
            ("IsolateNetwork", spec.IsolateNetwork),
        ];
        return [.. spec.Tags.Keys.Where(Labels.IsReserved).Select(tag => $"Tag {TerminalText.Clean(tag)}"), .. asked.Where(one => one.IsAsked).Select(one => one.Name)];
    }

    private static List<string>? NullIfEmpty(IEnumerable<string> items) => items.ToList() is { Count: > 0 } list ? list : null;

    [GeneratedRegex(@"\A[0-9]{12}\.dkr\.ecr[.-]", RegexOptions.CultureInvariant)]
    private static partial Regex EcrPattern();
}
