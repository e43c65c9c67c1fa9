using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Google;

namespace MlOps.Providers.Vertex.Doctor;

/// <summary>The services that say who may do what.</summary>
/// <param name="account">The settings and how services are called.</param>
internal sealed class VertexServices(VertexAccount account)
{
    private readonly Lazy<GoogleEndpoint> _projects = new(() => GoogleEndpoint.Of("cloudresourcemanager", "https://cloudresourcemanager.googleapis.com/"));
    private readonly Lazy<GoogleEndpoint> _iam = new(() => GoogleEndpoint.Of("iam", "https://iam.googleapis.com/"));

    /// <summary>Which of some permissions the caller has on the project.</summary>
    public Task<IReadOnlySet<string>> TestProjectAsync(IReadOnlyList<string> permissions, CancellationToken cancellationToken) =>
        TestAsync("resourcemanager.projects.get", _projects.Value, $"v1/projects/{account.Project}:testIamPermissions", permissions, cancellationToken);

    /// <summary>Which of some permissions the caller has on a service account.</summary>
    public Task<IReadOnlySet<string>> TestServiceAccountAsync(string email, IReadOnlyList<string> permissions, CancellationToken cancellationToken) =>
        TestAsync("iam.serviceAccounts.get", _iam.Value, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(email)}:testIamPermissions", permissions, cancellationToken);

    /// <summary>The document of a service account.</summary>
    public Task<JsonElement> GetServiceAccountAsync(string email, CancellationToken cancellationToken) =>
        account.Rest.GetAsync("iam.serviceAccounts.get", _iam.Value, $"v1/projects/-/serviceAccounts/{Uri.EscapeDataString(email)}", VertexRestJson.Default.JsonElement, cancellationToken);

    /// <summary>The project's number, which is in the names of Google's own service accounts.</summary>
    public async Task<string> FindProjectNumberAsync(CancellationToken cancellationToken)
    {
        var project = await account.Rest.GetAsync("resourcemanager.projects.get", _projects.Value, $"v1/projects/{account.Project}", VertexRestJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        return project.TryGetProperty("projectNumber", out var number) ? number.GetString() ?? "" : "";
    }

    /// <summary>Who has which roles in the project.</summary>
    public Task<JsonElement> GetProjectPolicyAsync(CancellationToken cancellationToken) =>
        account.Rest.PostAsync("resourcemanager.projects.getIamPolicy", _projects.Value, $"v1/projects/{account.Project}:getIamPolicy", "{}"u8.ToArray(), isRepeatable: true, VertexRestJson.Default.JsonElement, cancellationToken);

    private async Task<IReadOnlySet<string>> TestAsync(string operation, GoogleEndpoint endpoint, string path, IReadOnlyList<string> permissions, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["permissions"] = new JsonArray([.. permissions.Select(permission => (JsonNode)permission)]) };
        var answer = await account.Rest.PostAsync(
            operation, endpoint, path, JsonSerializer.SerializeToUtf8Bytes(body, VertexRestJson.Default.JsonObject), isRepeatable: true, VertexRestJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        return answer.TryGetProperty("permissions", out var held) ? held.EnumerateArray().Select(permission => permission.GetString() ?? "").ToHashSet(StringComparer.Ordinal) : new HashSet<string>();
    }
}
