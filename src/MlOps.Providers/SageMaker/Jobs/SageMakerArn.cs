namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>The parts of an ARN of SageMaker: <c>arn:aws:sagemaker:eu-central-1:123456789012:training-job/digits-1</c>.</summary>
internal static class SageMakerArn
{
    /// <summary>The region; what is given instead when the text is no ARN.</summary>
    public static string Region(string? arn, string otherwise) => arn?.Split(':') is ["arn", _, _, { Length: > 0 } region, ..] ? region : otherwise;

    /// <summary>The name of what it names; empty when the text is no ARN.</summary>
    public static string Name(string? arn) => arn is not null && arn.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? arn[(slash + 1)..] : "";
}
