using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Who calls are made as.</summary>
internal static class IdentityCheck
{
    /// <summary>Asks STS, which tells everybody who they are.</summary>
    /// <returns>The caller's ARN, and the row.</returns>
    public static async Task<(string Arn, MlProviderCheck Row)> RunAsync(SageMakerAccount account, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await account.Sts.CallAsync("GetCallerIdentity", [], cancellationToken).ConfigureAwait(false);
            var arn = TerminalText.Clean(AwsXml.Text(answer, "Arn") ?? "");
            return (arn, SageMakerProvider.Rows.Passed("Identity", $"{arn}, account {TerminalText.Clean(AwsXml.Text(answer, "Account") ?? "")}"));
        }
        catch (MlOpsException e)
        {
            return ("", SageMakerProvider.Rows.Failed("Identity", e));
        }
    }
}
