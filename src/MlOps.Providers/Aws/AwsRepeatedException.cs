namespace MlOps.Providers.Aws;

/// <summary>What was to be made is there already, and the request was sent more than once: it may have been made by the first one, whose answer was lost.</summary>
/// <param name="error">What the last answer says.</param>
internal sealed class AwsRepeatedException(MlOpsException error) : Exception(error.Message, error)
{
    /// <summary>What the last answer says.</summary>
    public MlOpsException Error => error;
}
