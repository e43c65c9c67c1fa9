namespace MlOps.StandIn.Contracts;

/// <summary>Which operation a REST request means: those of the contracts, and the few of other services that a look at a project's health needs.</summary>
internal static class RestRoutes
{
    private static readonly (string Target, RestTemplate Template)[] Routes =
    [
        .. new[] { WireContract.Vertex, WireContract.CloudLogging }.SelectMany(contract => contract.Operations.Select(operation => ($"{contract.TargetPrefix}.{operation}", contract.Template(operation)))),
        ("ResourceManager.projects.get", new("GET /v1/projects/{project=*}")),
        ("ResourceManager.projects.testIamPermissions", new("POST /v1/projects/{project=*}:testIamPermissions")),
        ("ResourceManager.projects.testIamPermissions", new("POST /v3/projects/{project=*}:testIamPermissions")),
        ("ResourceManager.projects.getIamPolicy", new("POST /v1/projects/{project=*}:getIamPolicy")),
        ("Iam.serviceAccounts.get", new("GET /v1/projects/{project=*}/serviceAccounts/{account=*}")),
        ("Iam.serviceAccounts.testIamPermissions", new("POST /v1/projects/{project=*}/serviceAccounts/{account=*}:testIamPermissions")),
        ("Storage.buckets.testIamPermissions", new("GET /storage/v1/b/{bucket}/iam/testPermissions")),
        ("OAuth.token", new("POST /token")),
    ];

    /// <summary>The target, such as <c>Vertex.ListCustomJobs</c>, and the path's variables; null when there is none.</summary>
    public static (string Target, IReadOnlyDictionary<string, string> Variables)? Find(string method, string path)
    {
        foreach (var (target, template) in Routes)
        {
            if (template.Match(method, path) is { } variables)
            {
                return (target, variables);
            }
        }

        return null;
    }
}
