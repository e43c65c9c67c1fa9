using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Whether the role that jobs run as is there, lets SageMaker take it, and may use the bucket.</summary>
internal static class RoleCheck
{
    private const string Check = "Execution role";
    private const string Service = "sagemaker.amazonaws.com";

    public static async IAsyncEnumerable<MlProviderCheck> RunAsync(SageMakerAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var setting = account.Context.Get(SageMakerSettings.Role.Name);
        if (setting.Value is not { } role)
        {
            yield return SageMakerProvider.Rows.Failed(
                Check,
                setting.Problem.Length > 0 ? setting.Problem : "No role is set, so no job can be started.",
                "Set-MlContext -SageMakerRole arn:aws:iam::123456789012:role/SageMaker, with the ARN of a role that trusts sagemaker.amazonaws.com.");
            yield break;
        }

        yield return await LookAsync(account, role, cancellationToken).ConfigureAwait(false);
        if (account.Context[SageMakerSettings.Bucket.Name] is { } bucket)
        {
            var arn = $"arn:{account.Settings.Partition.Id}:s3:::{bucket}";
            foreach (var (action, resource) in new[] { ("s3:PutObject", $"{arn}/mlops/*"), ("s3:GetObject", $"{arn}/*"), ("s3:ListBucket", arn) })
            {
                var row = await PolicySimulation.RunAsync(account, role, action, resource, "the job itself", cancellationToken).ConfigureAwait(false);
                yield return row with { Check = $"{Check}: {action}" };
            }
        }
    }

    private static async Task<MlProviderCheck> LookAsync(SageMakerAccount account, string role, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await account.Iam.CallAsync("GetRole", [new("RoleName", role[(role.LastIndexOf('/') + 1)..])], cancellationToken).ConfigureAwait(false);
            return AwsXml.Text(answer, "AssumeRolePolicyDocument") is { } policy && Trusts(WebUtility.UrlDecode(policy)) is { } trusts
                ? trusts
                    ? SageMakerProvider.Rows.Passed(Check, $"{role}, which SageMaker may take.")
                    : SageMakerProvider.Rows.Failed(Check, $"{role} does not let SageMaker take it.", $"Add to its trust policy: Principal {{ \"Service\": \"{Service}\" }}, Action \"sts:AssumeRole\".")
                : SageMakerProvider.Rows.Warning(Check, $"{role} exists; its trust policy could not be read.", $"See that it trusts {Service}.");
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return SageMakerProvider.Rows.Failed(Check, $"{role} does not exist.", "Set-MlContext -SageMakerRole sets another.");
        }
        catch (MlOpsException e)
        {
            return SageMakerProvider.Rows.Warning(Check, $"{role} cannot be looked at: {e.Message}", "With iam:GetRole it can; otherwise it shows when a job is started.");
        }
    }

    /// <summary>Whether a trust policy allows SageMaker; <see langword="null"/> when it cannot be read.</summary>
    /// <param name="policy">The policy's JSON.</param>
    internal static bool? Trusts(string policy)
    {
        try
        {
            using var document = JsonDocument.Parse(policy);
            return Many(document.RootElement.GetProperty("Statement")).Any(statement =>
                statement.GetProperty("Effect").ValueEquals("Allow")
                && Many(statement.GetProperty("Action")).Any(action => action.GetString() is "sts:AssumeRole" or "sts:*" or "*")
                && statement.TryGetProperty("Principal", out var principal)
                && (principal.ValueKind == JsonValueKind.String ? principal.ValueEquals("*")
                    : principal.TryGetProperty("Service", out var services) && Many(services).Any(service => service.ValueEquals(Service))));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>In a policy, one of anything may stand without a list around it.</summary>
    private static JsonElement[] Many(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];
}
