namespace MlOps.Cmdlets.Hosting;

/// <summary>Where the cmdlets get from what sends a job's code and inputs: the one place.</summary>
internal static class InputUploads
{
    /// <summary>Makes one for a job that has something to send.</summary>
    public static IInputUploader Create() =>
        throw new MlOpsException(ErrorCode.ProviderError, "This build of MlOps has nothing that sends files to a store.", "Copy them there, and give their addresses with -SourceDirectory and -InputData.");
}
