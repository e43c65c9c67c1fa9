using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What the requests for training and for tuning jobs say alike.</summary>
internal static partial class RequestParts
{
    /// <summary>Where files of this machine would be sent as long as no bucket is set.</summary>
    public const string UnknownRoot = $"s3://{StagedAddress.UnknownBucket}/mlops";

    private const string ReservedTag = "aws:";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A request as text, which <c>aws sagemaker … --cli-input-json</c> takes as it is.</summary>
    /// <param name="document">The request.</param>
    /// <returns>Indented JSON.</returns>
    public static string Text(JsonObject document) => document.ToJsonString(s_readable);

    /// <summary>The folder that jobs write to; <see langword="null"/> when neither the settings nor the options name one.</summary>
    public static string? Root(string? bucket, JsonObject options) =>
        bucket is not null ? $"s3://{bucket}/mlops"
        : (options["OutputDataConfig"] as JsonObject)?["S3OutputPath"] is JsonValue path && path.TryGetValue(out string? given) ? given.TrimEnd('/')
        : null;

    public static OutputDataConfig Output(TrainingSpec spec, string? root) => new() { S3OutputPath = root, CompressionType = "NONE", KmsKeyId = spec.EncryptionKey };

    public static CheckpointConfig? Checkpoints(string name, string? root, TrainingPaths paths) => root is null ? null : new() { S3Uri = $"{root}/{name}/checkpoints", LocalPath = paths.Checkpoints };

    public static List<MetricDefinition>? Metrics(TrainingSpec spec) => NullIfEmpty(spec.MetricPatterns.Select(pattern => new MetricDefinition(pattern.Key, MetricRegex.Of(pattern.Key, pattern.Value))));

    public static OrderedDictionary<string, string> Environment(TrainingSpec spec, TrainingPaths paths)
    {
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in TrainingContract.EnvironmentVariables(spec, paths, SageMakerProvider.ProviderName))
        {
            variables[name] = value;
        }

        PythonOutput.Unbuffer(variables);
        return variables;
    }

    public static VpcConfig? Network(TrainingSpec spec) => (spec.Subnets.Count, spec.SecurityGroups.Count) switch
    {
        (0, 0) => null,
        (0, _) => throw new MlOpsException(ErrorCode.InvalidArgument, "The job has security groups and no subnet; SageMaker wants both or neither.", "Give -Subnet too.", spec.Name),
        (_, 0) => throw new MlOpsException(ErrorCode.InvalidArgument, "The job has subnets and no security group; SageMaker wants both or neither.", "Give -SecurityGroup too.", spec.Name),
        _ => new() { Subnets = spec.Subnets, SecurityGroupIds = spec.SecurityGroups },
    };

    public static List<Tag>? Tags(TrainingSpec spec) => NullIfEmpty(spec.Tags.Where(tag => !IsReserved(tag.Key)).Select(tag => new Tag(tag.Key, tag.Value)));

    /// <summary>The tags of a job that are left out of its request.</summary>
    public static IEnumerable<string> IgnoredTags(TrainingSpec spec) => spec.Tags.Keys.Where(IsReserved).Select(tag => $"Tag {TerminalText.Clean(tag)}");

    /// <summary>SageMaker logs in to Amazon's registry. To another one it does when the request says how.</summary>
    /// <exception cref="MlOpsException">The image is in a registry that it cannot read.</exception>
    public static void RequireReadable(string? image, JsonObject options)
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

    /// <exception cref="MlOpsException">There is nothing to run.</exception>
    public static void RequireAlgorithm(TrainingSpec spec, JsonObject document)
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
    /// <exception cref="MlOpsException">The channel that the code comes by is not in the request.</exception>
    public static void RequireCode(TrainingSpec spec, JsonObject document)
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

    /// <summary>What has to be set before a job can be started.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="document">The part of the request that says as whom it runs and where it writes to.</param>
    /// <returns>One error each.</returns>
    public static List<MlOpsException> Missing(TrainingSpec spec, JsonObject document)
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

    public static bool? NullIfFalse(bool value) => value ? true : null;

    public static List<T>? NullIfEmpty<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } list ? list : null;

    public static IReadOnlyDictionary<string, string>? NullIfEmpty(IReadOnlyDictionary<string, string> table) => table.Count > 0 ? table : null;

    /// <summary>AWS's own tags are on a job that is started again, and nobody but AWS can set them.</summary>
    private static bool IsReserved(string tag) => tag.StartsWith(ReservedTag, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A([a-z0-9-]+-docker\.pkg\.dev|([a-z]+\.)?gcr\.io)/", RegexOptions.CultureInvariant)]
    private static partial Regex GoogleRegistry();
}
