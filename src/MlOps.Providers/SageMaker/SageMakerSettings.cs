using System.Text.RegularExpressions;
using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker;

/// <summary>The settings that SageMaker reads.</summary>
internal static partial class SageMakerSettings
{
    /// <summary>The profile that credentials are taken from.</summary>
    public static ContextSetting Profile { get; } = new(
        "SageMakerProfile",
        "The profile of the AWS command line that credentials are taken from",
        ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        Shape: new(ProfilePattern(), "a profile's name"));

    /// <summary>The region that jobs run in.</summary>
    public static ContextSetting Region { get; } = new(
        "SageMakerRegion",
        "The AWS region that jobs run in",
        ["AWS_REGION", "AWS_DEFAULT_REGION"],
        context => AwsFiles.Find(context[Profile.Name], "region"),
        Shape: new(RegionPattern(), "a region such as eu-central-1"));

    /// <summary>The role that jobs run as.</summary>
    public static ContextSetting Role { get; } = new(
        "SageMakerRole",
        "The IAM role that jobs run as",
        ["MLOPS_SAGEMAKER_ROLE"],
        Shape: new(RolePattern(), "a role's ARN such as arn:aws:iam::123456789012:role/SageMaker"));

    /// <summary>The bucket that jobs write to.</summary>
    public static ContextSetting Bucket { get; } = new(
        "SageMakerBucket",
        "The S3 bucket that data is uploaded to and jobs write to",
        ["MLOPS_SAGEMAKER_BUCKET"],
        Shape: new(BucketPattern(), "a bucket's name such as my-training, without s3://,"));

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<ContextSetting> All { get; } = [Region, Profile, Role, Bucket];

    [GeneratedRegex(@"[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"[^\p{C}\[\]\s]([^\p{C}\[\]]{0,126}[^\p{C}\[\]\s])?", RegexOptions.CultureInvariant)]
    private static partial Regex ProfilePattern();

    [GeneratedRegex(@"arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex BucketPattern();
}
