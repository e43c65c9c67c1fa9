using System.Runtime.CompilerServices;

namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Whether the services answer, and which permissions the caller has in the project.</summary>
internal static class AccessChecks
{
    private static readonly (string Permission, string Needed)[] s_permissions =
    [
        ("aiplatform.customJobs.create", "Start-MlTrainingJob"),
        ("aiplatform.customJobs.list", "Get-MlJob"),
        ("aiplatform.customJobs.get", "Get-MlJob, Wait-MlJob"),
        ("aiplatform.customJobs.cancel", "Stop-MlJob"),
        ("aiplatform.customJobs.delete", "Remove-MlJob"),
        ("aiplatform.hyperparameterTuningJobs.create", "Start-MlTuning"),
        ("aiplatform.hyperparameterTuningJobs.list", "Get-MlJob"),
        ("aiplatform.hyperparameterTuningJobs.get", "Get-MlJob, Get-MlTrial"),
        ("aiplatform.hyperparameterTuningJobs.cancel", "Stop-MlJob"),
        ("logging.logEntries.list", "Get-MlJobLog, Get-MlMetric"),
    ];

    public static async IAsyncEnumerable<MlProviderCheck> RunAsync(VertexAccount account, VertexServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await TryAsync("Vertex AI", () => account.Client(account.Location).ListAsync("customJobs", "", pageSize: 1, token: null, cancellationToken)).ConfigureAwait(false);
        yield return await TryAsync("Cloud Logging", () => account.Logging.ListEntriesAsync(
            new() { ResourceNames = [$"projects/{account.Project}"], Filter = "resource.type=\"ml_job\" AND resource.labels.job_id=\"0\"", OrderBy = "timestamp desc", PageSize = 1 }, cancellationToken)).ConfigureAwait(false);

        IReadOnlySet<string>? held = null;
        MlProviderCheck? unknown = null;
        try
        {
            held = await services.TestProjectAsync([.. s_permissions.Select(needed => needed.Permission)], cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e)
        {
            unknown = VertexProvider.Rows.Warning("Permissions", $"Cannot be seen from here: {e.Message}", "They show when they are needed.");
        }

        if (held is null)
        {
            yield return unknown!;
            yield break;
        }

        foreach (var (permission, needed) in s_permissions)
        {
            yield return held.Contains(permission)
                ? VertexProvider.Rows.Passed(permission, "Allowed.")
                : VertexProvider.Rows.Failed(
                    permission,
                    $"You may not: it is needed for {needed}.",
                    $"gcloud projects add-iam-policy-binding {account.Project} --member=user:YOU --role={(permission.StartsWith("logging.", StringComparison.Ordinal) ? "roles/logging.viewer" : "roles/aiplatform.user")}");
        }
    }

    private static async Task<MlProviderCheck> TryAsync(string check, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return VertexProvider.Rows.Passed(check, "It answers.");
        }
        catch (MlOpsException e)
        {
            return VertexProvider.Rows.Failed(check, e);
        }
    }
}
