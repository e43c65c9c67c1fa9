using System.Text.RegularExpressions;
using MlOps.Providers.Google;

namespace MlOps.Providers.Vertex;

/// <summary>The settings that Vertex AI reads.</summary>
internal static partial class VertexSettings
{
    /// <summary>The project that jobs run in.</summary>
    public static ContextSetting Project { get; } = new(
        "VertexProject",
        "The Google Cloud project that jobs run in",
        ["GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"],
        _ => GcloudConfiguration.Find("core", "project"),
        Shape: new(ProjectPattern(), "a project's id such as my-project, or its number,"));

    /// <summary>The region that jobs run in. <c>GOOGLE_CLOUD_LOCATION</c> is not read: it names where generative models are called, which is often <c>global</c>, and jobs run in a region.</summary>
    public static ContextSetting Location { get; } = new(
        "VertexLocation",
        "The Google Cloud region that jobs run in",
        ["GOOGLE_CLOUD_REGION", "CLOUDSDK_AI_REGION", "CLOUDSDK_COMPUTE_REGION"],
        _ => GcloudConfiguration.Find("ai", "region") ?? GcloudConfiguration.Find("compute", "region"),
        Shape: new(LocationPattern(), "a region such as europe-west4"));

    /// <summary>The bucket that jobs write to.</summary>
    public static ContextSetting Bucket { get; } = new(
        "VertexBucket",
        "The Cloud Storage bucket that data is uploaded to and jobs write to",
        ["MLOPS_VERTEX_BUCKET"],
        Shape: new(BucketPattern(), "a bucket's name such as my-training, without gs://,"));

    /// <summary>The account that jobs run as.</summary>
    public static ContextSetting ServiceAccount { get; } = new(
        "VertexServiceAccount",
        "The service account that jobs run as",
        ["MLOPS_VERTEX_SERVICE_ACCOUNT"],
        Shape: new(ServiceAccountPattern(), "an address such as trainer@my-project.iam.gserviceaccount.com"));

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<ContextSetting> All { get; } = [Project, Location, Bucket, ServiceAccount];

    [GeneratedRegex(@"([a-z0-9][a-z0-9.-]{0,100}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{1,19}", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectPattern();

    [GeneratedRegex(@"[a-z]{2,20}-[a-z]{2,20}[0-9]{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex LocationPattern();

    [GeneratedRegex(@"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex BucketPattern();

    [GeneratedRegex(@"[a-z0-9][a-z0-9-]{0,62}@[a-z0-9][a-z0-9.-]{0,200}\.[a-z]{2,10}", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceAccountPattern();
}
