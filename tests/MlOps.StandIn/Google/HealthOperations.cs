using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>The little of Resource Manager, IAM, Cloud Storage and OAuth that a look at a project's health needs.</summary>
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

    public ServiceAnswer Bucket(JsonObject request)
    {
        var (name, _) = FindBucket(request);
        return ServiceAnswer.Ok(new JsonObject
        {
            ["kind"] = "storage#bucket",
            ["id"] = name,
            ["name"] = name,
            ["projectNumber"] = state.Options.Number,
            ["location"] = state.Options.Locations[0].ToUpperInvariant(),
            ["locationType"] = "region",
            ["storageClass"] = "STANDARD",
            ["timeCreated"] = "2025-01-01T00:00:00Z",
        });
    }

    public ServiceAnswer TestBucket(JsonObject request)
    {
        FindBucket(request);
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

    public ServiceAnswer Objects(JsonObject request)
    {
        var (bucket, objects) = FindBucket(request);
        string? Parameter(string name) => request[name]?.GetValue<string>();
        var (prefix, delimiter, after) = (Parameter("prefix") ?? "", Parameter("delimiter") ?? "", Parameter("pageToken") is { Length: > 0 } token ? PageToken.Read("objects", token) : "");
        var size = Math.Min(int.Parse(Parameter("maxResults") ?? "1000", CultureInfo.InvariantCulture), state.Options.PageCap ?? int.MaxValue);
        var found = objects.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name =>
        {
            var end = delimiter.Length == 0 ? -1 : name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            return end < 0 ? (Name: name, Folder: false) : (Name: name[..(end + delimiter.Length)], Folder: true);
        }).Distinct().Where(entry => string.CompareOrdinal(entry.Name, after) > 0).ToList();
        var page = found.Take(size).ToList();
        var body = new JsonObject { ["kind"] = "storage#objects" };
        if (page.Where(entry => !entry.Folder).ToList() is { Count: > 0 } items)
        {
            body["items"] = new JsonArray([.. items.Select(entry => Shown(bucket, entry.Name, objects[entry.Name]))]);
        }

        if (page.Where(entry => entry.Folder).ToList() is { Count: > 0 } folders)
        {
            body["prefixes"] = new JsonArray([.. folders.Select(entry => (JsonNode)entry.Name)]);
        }

        if (page.Count < found.Count)
        {
            body["nextPageToken"] = PageToken.Make("objects", page[^1].Name);
        }

        return ServiceAnswer.Ok(body);
    }

    public ServiceAnswer Object(JsonObject request)
    {
        var (bucket, objects) = FindBucket(request);
        var name = request["object"]!.GetValue<string>();
        return !objects.TryGetValue(name, out var content) ? StorageError(404, "notFound", $"No such object: {bucket}/{name}")
            : request["alt"]?.GetValue<string>() == "media" ? new(200, content) { ContentType = "application/octet-stream" }
            : ServiceAnswer.Ok(Shown(bucket, name, content));
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

    private JsonObject Shown(string bucket, string name, byte[] content) => new()
    {
        ["kind"] = "storage#object",
        ["id"] = $"{bucket}/{name}/1",
        ["name"] = name,
        ["bucket"] = bucket,
        ["generation"] = "1",
        ["contentType"] = "application/octet-stream",
        ["storageClass"] = "STANDARD",
        ["size"] = content.Length.ToString(CultureInfo.InvariantCulture),
#pragma warning disable CA5351 // What the service has.
        ["md5Hash"] = Convert.ToBase64String(MD5.HashData(content)),
#pragma warning restore CA5351
        ["timeCreated"] = GoogleTime.Text(state.Now),
        ["updated"] = GoogleTime.Text(state.Now),
    };

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

    private (string Name, SortedDictionary<string, byte[]> Objects) FindBucket(JsonObject request)
    {
        var name = request["bucket"]!.GetValue<string>();
        return state.Buckets.TryGetValue(name, out var objects) ? (name, objects) : throw GoogleException.NotFound("The specified bucket does not exist.");
    }
}
