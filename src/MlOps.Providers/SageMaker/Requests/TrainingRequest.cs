using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>Turns a job into the request that SageMaker takes for it. Asks nobody and changes nothing.</summary>
internal static partial class TrainingRequest
{
    private const string ReservedTag = "aws:";
    private const string UnknownRoot = $"s3://{StagedAddress.UnknownBucket}/mlops";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        return new(document, Missing(spec, document), Ignored(spec));
    }

    /// <summary>Where files of this machine are sent that the job shall read: below the folder that jobs write to.</summary>
    public static string StagingRoot(TrainingSpec spec, SageMakerDefaults defaults) =>
        Root(defaults.Bucket, RequestOptions.Read(spec.ProviderOptions, TrainingMembers.All)) is { } root && root.StartsWith("s3://", StringComparison.Ordinal) ? root : UnknownRoot;

    /// <summary>The request as text, which <c>aws sagemaker create-training-job --cli-input-json</c> takes as it is.</summary>
    /// <param name="document">The request.</param>
    /// <returns>Indented JSON.</returns>
    public static string Text(JsonObject document) => document.ToJsonString(s_readable);

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
            Environment = isServerless ? NullIfEmpty(spec.Environment) : Environment(spec, paths),
            InputDataConfig = InputChannels.Of(spec),
            OutputDataConfig = new()
            {
                S3OutputPath = defaults.Bucket is null ? null : root,
                CompressionType = "NONE",
                KmsKeyId = spec.EncryptionKey,
            },
            CheckpointConfig = root is null || isServerless ? null : new() { S3Uri = $"{root}/{spec.Name}/checkpoints", LocalPath = paths.Checkpoints },
            TensorBoardOutputConfig = root is null || isServerless ? null : new() { S3OutputPath = $"{root}/{spec.Name}/logs", LocalPath = paths.TensorBoard },
            ResourceConfig = isServerless ? null : Resources.Of(spec, hasGroups: (options["ResourceConfig"] as JsonObject)?["InstanceGroups"] is not null),
            StoppingCondition = StoppingConditions.Of(spec),
            RetryStrategy = spec.Retries is { } retries ? new(retries) : null,
            VpcConfig = Network(spec),
            EnableManagedSpotTraining = NullIfFalse(spec.Spot),
            EnableNetworkIsolation = NullIfFalse(spec.IsolateNetwork),
            EnableInterContainerTrafficEncryption = NullIfFalse(spec.EncryptTraffic),
            Tags = OwnTags(spec) is { Count: > 0 } tags ? tags : null,
        };
    }

    private static string? Root(string? bucket, JsonObject options) =>
        bucket is not null ? $"s3://{bucket}/mlops"
        : (options["OutputDataConfig"] as JsonObject)?["S3OutputPath"] is JsonValue path && path.TryGetValue(out string? given) ? given.TrimEnd('/')
        : null;

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
            MetricDefinitions = NullIfEmpty(spec.MetricPatterns.Select(pattern => new MetricDefinition(pattern.Key, MetricRegex.Of(pattern.Key, pattern.Value)))),
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

    private static OrderedDictionary<string, string> Environment(TrainingSpec spec, TrainingPaths paths)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in TrainingContract.EnvironmentVariables(spec, paths, SageMakerProvider.ProviderName))
        {
            variables[name] = value;
        }

        PythonOutput.Unbuffer(variables);
        return variables;
    }

    private static VpcConfig? Network(TrainingSpec spec) => (spec.Subnets.Count, spec.SecurityGroups.Count) switch
    {
        (0, 0) => null,
        (0, _) => throw new MlOpsException(ErrorCode.InvalidArgument, "The job has security groups and no subnet; SageMaker wants both or neither.", "Give -Subnet too.", spec.Name),
        (_, 0) => throw new MlOpsException(ErrorCode.InvalidArgument, "The job has subnets and no security group; SageMaker wants both or neither.", "Give -SecurityGroup too.", spec.Name),
        _ => new() { Subnets = spec.Subnets, SecurityGroupIds = spec.SecurityGroups },
    };

    private static List<Tag> OwnTags(TrainingSpec spec) => [.. spec.Tags.Where(tag => !IsReserved(tag.Key)).Select(tag => new Tag(tag.Key, tag.Value))];

    /// <summary>AWS's own tags are on a job that is started again, and nobody but AWS can set them.</summary>
    private static bool IsReserved(string tag) => tag.StartsWith(ReservedTag, StringComparison.OrdinalIgnoreCase);

    /// <summary>SageMaker logs in to Amazon's registry. To another one it does when the request says how.</summary>
    private static void RequireReadable(string? image, JsonObject options)
    {
        if (image is not null && GoogleRegistry().IsMatch(image) && (options["AlgorithmSpecification"] as JsonObject)?["TrainingImageConfig"] is null)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The image '{TerminalText.Clean(image)}' is in Google's registry, which SageMaker cannot read.",
                "Push it to Amazon's registry (ECR) and give -Image ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG.",
                image);
        }
    }

    private static void RequireAlgorithm(TrainingSpec spec, JsonObject document)
    {
        var algorithm = document["AlgorithmSpecification"] as JsonObject;
        if (algorithm?["TrainingImage"] is null && algorithm?["AlgorithmName"] is null && document["ServerlessJobConfig"] is null)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job '{spec.Name}' has no image, and SageMaker runs containers only.",
                "Give -Image, or -ProviderOption @{ AlgorithmSpecification = @{ AlgorithmName = '…' } }.",
                spec.Name);
        }
    }

    /// <summary>What is run of a job with code is its command, and where that is depends on its channel.</summary>
    private static void RequireCode(TrainingSpec spec, JsonObject document)
    {
        if (spec.SourceDirectory is null)
        {
            return;
        }

        if (document["AlgorithmSpecification"] is null)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The job '{spec.Name}' has code, and SageMaker brings its own for a serverless job.", "Leave -SourceDirectory out.", spec.Name);
        }

        if ((document["InputDataConfig"] as JsonArray)?.Any(channel => channel is JsonObject one && one["ChannelName"] is JsonValue name && name.TryGetValue(out string? text) && text == InputChannels.Code) != true)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"-ProviderOption replaces the input channels of the job '{spec.Name}', and with them the one that its code comes by.",
                $"Put a channel '{InputChannels.Code}' into them, or leave -SourceDirectory out.",
                spec.Name);
        }
    }

    private static List<MlOpsException> Missing(TrainingSpec spec, JsonObject document)
    {
        var missing = new List<MlOpsException>();
        if (document["RoleArn"] is null)
        {
            missing.Add(new(
                ErrorCode.NotConfigured,
                "There is no role that the job could run as.",
                "Set one with Set-MlContext -SageMakerRole arn:aws:iam::123456789012:role/… or give -ExecutionRole.",
                "SageMakerRole"));
        }

        if ((document["OutputDataConfig"] as JsonObject)?["S3OutputPath"] is null || spec.InputData.Values.Append(spec.SourceDirectory).Any(location => location?.StartsWith(UnknownRoot, StringComparison.Ordinal) == true))
        {
            missing.Add(new(
                ErrorCode.NotConfigured,
                "There is no bucket that the job could write its results to.",
                "Set one with Set-MlContext -SageMakerBucket my-bucket.",
                "SageMakerBucket"));
        }

        return missing;
    }

    private static List<string> Ignored(TrainingSpec spec) => [.. spec.Tags.Keys.Where(IsReserved).Select(tag => $"Tag {TerminalText.Clean(tag)}")];

    private static bool? NullIfFalse(bool value) => value ? true : null;

    private static List<T>? NullIfEmpty<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } list ? list : null;

    private static IReadOnlyDictionary<string, string>? NullIfEmpty(IReadOnlyDictionary<string, string> table) => table.Count > 0 ? table : null;

    [GeneratedRegex(@"\A([a-z0-9-]+-docker\.pkg\.dev|([a-z]+\.)?gcr\.io)/", RegexOptions.CultureInvariant)]
    private static partial Regex GoogleRegistry();
}
