using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>What has to be there before a request can be sent, whatever it starts.</summary>
internal static partial class RequestChecks
{
    /// <summary>Vertex AI has no way to log in to another cloud's registry.</summary>
    /// <exception cref="MlOpsException">The image is there.</exception>
    public static void RequireReadable(string? image)
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

    /// <exception cref="MlOpsException">There is none.</exception>
    public static void RequireImage(TrainingSpec spec, JsonObject? job)
    {
        var first = (job?["workerPoolSpecs"] as JsonArray)?.FirstOrDefault() as JsonObject;
        if ((first?["containerSpec"] as JsonObject)?["imageUri"] is null && (first?["pythonPackageSpec"] as JsonObject)?["executorImageUri"] is null)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job '{spec.Name}' has no image, and Vertex AI runs containers only.",
                "Give -Image.",
                spec.Name);
        }
    }

    /// <summary>What has to be set before the request can be sent.</summary>
    /// <param name="job">The part of the request that <see cref="JobSpecs"/> makes.</param>
    public static List<MlOpsException> Missing(JsonObject? job)
    {
        var missing = new List<MlOpsException>();
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

    /// <summary>What the job asks for and Vertex AI has no counterpart for.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="member">What the request calls the part with the machines.</param>
    public static List<string> Ignored(TrainingSpec spec, string member)
    {
        (string Name, bool IsAsked)[] asked =
        [
            ($"RetryCount {spec.Retries?.ToString(CultureInfo.InvariantCulture)} (Vertex AI decides itself how often)", spec.Retries is not null),
            ($"KeepAlive (-ProviderOption @{{ {member} = @{{ persistentResourceId = '…' }} }} takes machines that are kept)", spec.KeepAlive > TimeSpan.Zero),
            ("SecurityGroup", spec.SecurityGroups.Count > 0),
            ("EncryptTraffic", spec.EncryptTraffic),
            ("IsolateNetwork", spec.IsolateNetwork),
        ];
        return [.. spec.Tags.Keys.Where(Labels.IsReserved).Select(tag => $"Tag {TerminalText.Clean(tag)}"), .. asked.Where(one => one.IsAsked).Select(one => one.Name)];
    }

    [GeneratedRegex(@"\A[0-9]{12}\.dkr\.ecr[.-]", RegexOptions.CultureInvariant)]
    private static partial Regex EcrPattern();
}
