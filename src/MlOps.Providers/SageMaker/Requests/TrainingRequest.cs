using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using static MlOps.Providers.SageMaker.Requests.RequestParts;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>Turns a job into the request that SageMaker takes for it. Asks nobody and changes nothing.</summary>
internal static class TrainingRequest
{
    /// <summary>Builds the request.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="defaults">The settings.</param>
    /// <returns>The request, and what is missing before it can be sent.</returns>
    /// <exception cref="MlOpsException">SageMaker cannot run the job; the message says why.</exception>
    public static BuiltRequest Build(TrainingSpec spec, SageMakerDefaults defaults)
    {
        JobName.Validate(spec.Name);
        var options = RequestOptions.Read(spec.ProviderOptions, TrainingMembers.All);
        RequireReadable(spec.Image, options);
        var request = Request(spec, defaults, options);
        RequestLimits.Check(request);
        var document = JsonSerializer.SerializeToNode(request, SageMakerJson.Default.CreateTrainingJobRequest)!.AsObject();
        RequestOptions.Merge(document, options);
        RequireAlgorithm(spec, document);
        RequireCode(spec, document);
        return new(document, Missing(spec, document), [.. IgnoredTags(spec)]);
    }

    /// <summary>Where files of this machine are sent that the job shall read: below the folder that jobs write to.</summary>
    public static string StagingRoot(TrainingSpec spec, SageMakerDefaults defaults) =>
        Root(defaults.Bucket, RequestOptions.Read(spec.ProviderOptions, TrainingMembers.All)) is { } root && root.StartsWith("s3://", StringComparison.Ordinal) ? root : UnknownRoot;

    private static CreateTrainingJobRequest Request(TrainingSpec spec, SageMakerDefaults defaults, JsonObject options)
    {
        var paths = SageMakerPaths.Of(spec.InputData);

        // A job that SageMaker brings the machines and the code for has neither of its own.
        var isServerless = options["ServerlessJobConfig"] is not null && spec.Image is null;
        var root = Root(defaults.Bucket, options);
        return new()
        {
            TrainingJobName = spec.Name,
            AlgorithmSpecification = isServerless ? null : Algorithm(spec, paths),
            RoleArn = spec.ExecutionRole ?? defaults.Role,
            HyperParameters = NullIfEmpty(HyperParameters(spec)),
            Environment = isServerless ? NullIfEmpty(spec.Environment) : RequestParts.Environment(spec, paths),
            InputDataConfig = InputChannels.Of(spec),
            OutputDataConfig = Output(spec, defaults.Bucket is null ? null : root),
            CheckpointConfig = isServerless ? null : Checkpoints(spec.Name, root, paths),
            TensorBoardOutputConfig = root is null || isServerless ? null : new() { S3OutputPath = $"{root}/{spec.Name}/logs", LocalPath = paths.TensorBoard },
            ResourceConfig = isServerless ? null : Resources.Of(spec, hasGroups: (options["ResourceConfig"] as JsonObject)?["InstanceGroups"] is not null),
            StoppingCondition = StoppingConditions.Of(spec),
            RetryStrategy = spec.Retries is { } retries ? new(retries) : null,
            VpcConfig = Network(spec),
            EnableManagedSpotTraining = NullIfFalse(spec.Spot),
            EnableNetworkIsolation = NullIfFalse(spec.IsolateNetwork),
            EnableInterContainerTrafficEncryption = NullIfFalse(spec.EncryptTraffic),
            Tags = Tags(spec),
        };
    }

    private static AlgorithmSpecification Algorithm(TrainingSpec spec, TrainingPaths paths)
    {
        var arguments = TrainingContract.Arguments(spec, paths);
        IReadOnlyList<string> command = [.. arguments.Take(spec.Command.Count)];
        return new()
        {
            TrainingImage = spec.Image,
            TrainingInputMode = "File",
            ContainerEntrypoint = NullIfEmpty(spec.SourceDirectory is null ? command : CodeCopy.Before(command, SageMakerPaths.Code)),
            ContainerArguments = NullIfEmpty(arguments.Skip(spec.Command.Count)),
            MetricDefinitions = Metrics(spec),
        };
    }

    private static OrderedDictionary<string, string> HyperParameters(TrainingSpec spec)
    {
        var kept = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in spec.Hyperparameters)
        {
            kept[name] = KeptHyperparameter.Write(name, value);
        }

        return kept;
    }
}
