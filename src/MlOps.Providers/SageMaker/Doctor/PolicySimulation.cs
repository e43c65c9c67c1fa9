using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Asks IAM what a user or role may do, where trying it would do it.</summary>
internal static class PolicySimulation
{
    /// <summary>Asks for one action.</summary>
    /// <param name="account">The account.</param>
    /// <param name="identity">The user's or role's ARN, as IAM or STS gives it.</param>
    /// <param name="action">The action.</param>
    /// <param name="resource">What it is done to.</param>
    /// <param name="needed">What it is needed for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The row: a warning when IAM does not tell.</returns>
    public static async Task<MlProviderCheck> RunAsync(SageMakerAccount account, string identity, string action, string resource, string needed, CancellationToken cancellationToken)
    {
        var remedy = $"Needed for {needed}: have {action} on {resource} allowed in a policy of {Principal(identity)}.";
        try
        {
            var answer = await account.Iam.CallAsync(
                "SimulatePrincipalPolicy",
                [new("PolicySourceArn", Principal(identity)), new("ActionNames.member.1", action), new("ResourceArns.member.1", resource)],
                cancellationToken).ConfigureAwait(false);
            return AwsXml.Text(answer, "EvalDecision") switch
            {
                "allowed" => SageMakerProvider.Rows.Passed(action, "Allowed, as IAM simulates it."),
                { } decision => SageMakerProvider.Rows.Failed(action, $"IAM's simulation says {TerminalText.Clean(decision)}.", remedy),
                null => Unknown(action, "IAM did not say.", needed),
            };
        }
        catch (MlOpsException e)
        {
            return Unknown(action, e.Message, needed);
        }
    }

    /// <summary>The role behind the session of an assumed role; any other ARN as it is.</summary>
    public static string Principal(string arn)
    {
        // arn:aws:sts::123456789012:assumed-role/NAME/SESSION
        var parts = arn.Split(':');
        return parts.Length == 6 && parts[2] == "sts" && parts[5].Split('/') is ["assumed-role", var role, ..]
            ? $"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/{role}"
            : arn;
    }

    private static MlProviderCheck Unknown(string action, string why, string needed) => SageMakerProvider.Rows.Warning(
        action, $"Cannot be seen from here: {why}", $"Needed for {needed}; it shows when a job is started. With iam:SimulatePrincipalPolicy it can be seen before.");
}
