using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Explains the account that jobs run as: who it is, whether the caller may use it, and what it may read and write.</summary>
internal static class ServiceAccountChecks
{
    private const string Check = "Service account";
    private const string ActAs = "iam.serviceAccounts.actAs";

    // The roles that let an account read and write objects of a project's buckets.
    private static readonly string[] s_storageRoles = ["roles/storage.objectAdmin", "roles/storage.objectUser", "roles/storage.admin", "roles/editor", "roles/owner"];

    public static async IAsyncEnumerable<MlProviderCheck> RunAsync(VertexAccount account, VertexServices services, string? bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var setting = account.Context.Get(VertexSettings.ServiceAccount.Name);
        string email;
        if (setting.Value is { } chosen)
        {
            email = chosen;
            yield return await LookAsync(account, services, chosen, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var agent = await AgentAsync(services, cancellationToken).ConfigureAwait(false);
            email = agent ?? "";
            yield return VertexProvider.Rows.Warning(
                Check,
                $"{(setting.Problem.Length > 0 ? setting.Problem + " " : "")}None is set, so jobs run as Vertex AI's Custom Code Service Agent{(agent is null ? "" : $", {agent}")}. It reads and writes the project's buckets, and nothing of other services.",
                "To choose one: Set-MlContext -VertexServiceAccount trainer@project.iam.gserviceaccount.com.");
        }

        if (email.Length > 0)
        {
            yield return await StorageAsync(account, services, email, bucket, isAgent: setting.Value is null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<MlProviderCheck> LookAsync(VertexAccount account, VertexServices services, string email, CancellationToken cancellationToken)
    {
        try
        {
            var found = await services.GetServiceAccountAsync(email, cancellationToken).ConfigureAwait(false);
            if (found.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True)
            {
                return VertexProvider.Rows.Failed(Check, $"Jobs run as {email}, which is switched off.", $"gcloud iam service-accounts enable {email}");
            }

            var held = await services.TestServiceAccountAsync(email, [ActAs], cancellationToken).ConfigureAwait(false);
            return held.Contains(ActAs)
                ? VertexProvider.Rows.Passed(Check, $"Jobs run as {email}, which you may use.")
                : VertexProvider.Rows.Failed(
                    Check, $"Jobs run as {email}, and you may not use it.", $"gcloud iam service-accounts add-iam-policy-binding {email} --member=user:YOU --role=roles/iam.serviceAccountUser");
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return VertexProvider.Rows.Failed(Check, $"There is no service account {email}.", $"gcloud iam service-accounts create {email.Split('@')[0]} --project={account.Project}");
        }
        catch (MlOpsException e)
        {
            return VertexProvider.Rows.Warning(Check, $"Jobs run as {email}. It cannot be looked at: {e.Message}", "With roles/iam.serviceAccountViewer it can; otherwise it shows when a job is started.");
        }
    }

    private static async Task<string?> AgentAsync(VertexServices services, CancellationToken cancellationToken)
    {
        try
        {
            return $"service-{await services.FindProjectNumberAsync(cancellationToken).ConfigureAwait(false)}@gcp-sa-aiplatform-cc.iam.gserviceaccount.com";
        }
        catch (MlOpsException)
        {
            return null;
        }
    }

    private static async Task<MlProviderCheck> StorageAsync(VertexAccount account, VertexServices services, string email, string? bucket, bool isAgent, CancellationToken cancellationToken)
    {
        const string check = $"{Check}: storage";
        var grant = bucket is null
            ? $"gcloud projects add-iam-policy-binding {account.Project} --member=serviceAccount:{email} --role=roles/storage.objectUser"
            : $"gcloud storage buckets add-iam-policy-binding gs://{bucket} --member=serviceAccount:{email} --role=roles/storage.objectUser";
        try
        {
            var policy = await services.GetProjectPolicyAsync(cancellationToken).ConfigureAwait(false);
            var roles = Roles(policy, $"serviceAccount:{email}").ToArray();
            return roles.Any(role => s_storageRoles.Contains(role) || (isAgent && role == "roles/aiplatform.customCodeServiceAgent"))
                ? VertexProvider.Rows.Passed(check, $"May read and write the project's buckets ({string.Join(", ", roles)}).")
                : VertexProvider.Rows.Warning(check, $"Has no role in the project that lets it read and write buckets{(roles.Length > 0 ? $" ({string.Join(", ", roles)})" : "")}; the bucket itself may allow it.", grant);
        }
        catch (MlOpsException e)
        {
            return VertexProvider.Rows.Warning(check, $"What it may read and write cannot be seen from here: {e.Message}", grant);
        }
    }

    private static IEnumerable<string> Roles(JsonElement policy, string member) =>
        policy.TryGetProperty("bindings", out var bindings) && bindings.ValueKind == JsonValueKind.Array
            ? bindings.EnumerateArray()
                .Where(binding => binding.TryGetProperty("members", out var members) && members.EnumerateArray().Any(each => string.Equals(each.GetString(), member, StringComparison.OrdinalIgnoreCase)))
                .Select(binding => TerminalText.Clean(binding.GetProperty("role").GetString() ?? ""))
            : [];
}
