using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>The little of Resource Manager, IAM and OAuth that a look at a project's health needs.</summary>
internal sealed class HealthOperations(ProjectState state)
{
    private static readonly Dictionary<string, string> Permissions = new(StringComparer.Ordinal)
    {
        ["CloudLogging.entries.list"] = "logging.logEntries.list",
        ["ResourceManager.projects.get"] = "resourcemanager.projects.get",
        ["ResourceManager.projects.getIamPolicy"] = "resourcemanager.projects.getIamPolicy",
        ["Iam.serviceAccounts.get"] = "iam.serviceAccounts.get",
        ["Storage.buckets.get"] = "storage.buckets.get",
        ["Storage.objects.list"] = "storage.objects.list",
        ["Storage.objects.get"] = "storage.objects.get",
        ["Storage.objects.getMedia"] = "storage.objects.get",
        ["Storage.objects.insert"] = "storage.objects.create",
        ["Storage.objects.insertMultipart"] = "storage.objects.create",
        ["Storage.objects.insertResumable"] = "storage.objects.create",
        ["Storage.objects.compose"] = "storage.objects.create",
        ["Storage.objects.delete"] = "storage.objects.delete",
        ["Vertex.GetOperation"] = "aiplatform.operations.get",
        ["Vertex.CreateCustomJob"] = "aiplatform.customJobs.create",
        ["Vertex.GetCustomJob"] = "aiplatform.customJobs.get",
        ["Vertex.ListCustomJobs"] = "aiplatform.customJobs.list",
        ["Vertex.DeleteCustomJob"] = "aiplatform.customJobs.delete",
        ["Vertex.CancelCustomJob"] = "aiplatform.customJobs.cancel",
        ["Vertex.CreateHyperparameterTuningJob"] = "aiplatform.hyperparameterTuningJobs.create",
        ["Vertex.GetHyperparameterTuningJob"] = "aiplatform.hyperparameterTuningJobs.get",
        ["Vertex.ListHyperparameterTuningJobs"] = "aiplatform.hyperparameterTuningJobs.list",
        ["Vertex.DeleteHyperparameterTuningJob"] = "aiplatform.hyperparameterTuningJobs.delete",
        ["Vertex.CancelHyperparameterTuningJob"] = "aiplatform.hyperparameterTuningJobs.cancel",
        ["Vertex.GetTrainingPipeline"] = "aiplatform.trainingPipelines.get",
        ["Vertex.ListTrainingPipelines"] = "aiplatform.trainingPipelines.list",
        ["Vertex.CancelTrainingPipeline"] = "aiplatform.trainingPipelines.cancel",
    };

    private int _tokens;

    /// <summary>The permission that an operation needs; null when it needs none.</summary>
    public static string? PermissionOf(string target) => Permissions.GetValueOrDefault(target);

    public bool IsDenied(string permission) => state.Options.Denied.Contains(permission)
        || Permissions.Any(entry => entry.Value.Equals(permission, StringComparison.OrdinalIgnoreCase) && state.Options.Denied.Contains(entry.Key[(entry.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]));

    public ServiceAnswer Project(JsonObject request)
    {
        CheckProject(request["project"]!.GetValue<string>(), "resourcemanager.projects.get");
        return ServiceAnswer.Ok(new JsonObject { ["projectNumber"] = state.Options.Number, ["projectId"] = state.Options.Project, ["lifecycleState"] = "ACTIVE", ["name"] = state.Options.Project });
    }

    public ServiceAnswer TestProject(JsonObject request)
    {
        CheckProject(request["project"]!.GetValue<string>(), "resourcemanager.projects.get");
        return Allowed(request["body"]?["permissions"]);
    }

    public ServiceAnswer Policy(JsonObject request)
    {
        CheckProject(request["project"]!.GetValue<string>(), "resourcemanager.projects.getIamPolicy");
        return ServiceAnswer.Ok(new JsonObject
        {
            ["version"] = 1,
            ["etag"] = "BwYAAAAAAAA=",
            ["bindings"] = new JsonArray([.. state.Bindings.Select(binding => (JsonNode)new JsonObject
            {
                ["role"] = binding.Key,
                ["members"] = new JsonArray([.. binding.Value.Select(member => (JsonNode)member)]),
            })]),
        });
    }

    public ServiceAnswer ServiceAccount(JsonObject request)
    {
        var email = CheckAccount(request);
        return ServiceAnswer.Ok(new JsonObject
        {
            ["name"] = $"projects/{state.Options.Project}/serviceAccounts/{email}",
            ["projectId"] = state.Options.Project,
            ["uniqueId"] = "100000000000000000001",
            ["email"] = email,
            ["displayName"] = email.Split('@')[0],
            ["oauth2ClientId"] = "100000000000000000001",
        });
    }

    public ServiceAnswer TestServiceAccount(JsonObject request)
    {
        CheckAccount(request);
        return Allowed(request["body"]?["permissions"]);
    }

    public ServiceAnswer TestBucket(JsonObject request)
    {
        if (state.Objects.Find(request["bucket"]!.GetValue<string>()) is null)
        {
            throw GoogleException.NotFound("The specified bucket does not exist.");
        }

        var asked = request["permissions"] switch
        {
            JsonArray several => several,
            { } one => [one.DeepClone()],
            null => throw GoogleException.Invalid("Required parameter: permissions"),
        };
        var answer = Allowed(asked);
        var body = JsonNode.Parse(answer.Body.Span)!;
        body["kind"] = "storage#testIamPermissionsResponse";
        return ServiceAnswer.Ok(body);
    }

    public ServiceAnswer Token() => ServiceAnswer.Ok(new JsonObject { ["access_token"] = $"made-up-{++_tokens}", ["expires_in"] = 3599, ["token_type"] = "Bearer" });

    public static ServiceAnswer StorageError(int code, string reason, string message) => ServiceAnswer.Ok(new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = code,
            ["message"] = message,
            ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["domain"] = "global", ["reason"] = reason }),
        },
    }) with
    { Status = code };

    private ServiceAnswer Allowed(JsonNode? permissions)
    {
        var allowed = (permissions as JsonArray ?? []).Select(permission => permission!.GetValue<string>()).Where(permission => !IsDenied(permission)).ToList();
        return ServiceAnswer.Ok(allowed.Count == 0 ? new JsonObject() : new JsonObject { ["permissions"] = new JsonArray([.. allowed.Select(permission => (JsonNode)permission)]) });
    }

    private void CheckProject(string project, string permission)
    {
        if (project != state.Options.Project && project != state.Options.Number)
        {
            throw GoogleException.Denied(permission, "cloudresourcemanager.googleapis.com", $"projects/{project}");
        }
    }

    private string CheckAccount(JsonObject request)
    {
        var email = request["account"]!.GetValue<string>();
        return state.ServiceAccounts.Contains(email) ? email : throw GoogleException.NotFound($"Unknown service account: {email}");
    }
}
