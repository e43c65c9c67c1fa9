using System.Text.Json.Nodes;
using MlOps.Providers;
using MlOps.Providers.Vertex;
using MlOps.StandIn.Serving;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>The Vertex AI provider as a session has it, with a home and gcloud files of its own, and all its calls to a stand-in on this machine.</summary>
internal sealed class VertexFixture : IAsyncDisposable
{
    public const string Project = "ml-project-1";
    public const string Location = "europe-west4";
    public const string Bucket = "ml-project-1-training";

    private static readonly string[] s_services = ["AIPLATFORM", "LOGGING", "CLOUDRESOURCEMANAGER", "IAM"];

    private static readonly string[] s_foreign =
    [
        "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_QUOTA_PROJECT", "GOOGLE_CLOUD_LOCATION", "CLOUDSDK_ACTIVE_CONFIG_NAME", "CLOUDSDK_CORE_PROJECT", "CLOUDSDK_CORE_ACCOUNT",
        "CLOUDSDK_AI_REGION", "CLOUDSDK_COMPUTE_REGION", "CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT", "CLOUDSDK_BILLING_QUOTA_PROJECT", "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
        "STORAGE_EMULATOR_HOST", "MLOPS_VERTEX_SERVICE_ACCOUNT", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
    ];

    private StandInServer? _server;

    public VertexFixture()
    {
        foreach (var name in s_foreign.Concat(s_services.Select(Override)))
        {
            Variables[name] = null;
        }

        Variables["HOME"] = Folder.Path;
        Variables["MLOPS_HOME"] = Folder.File("home");
        Variables["CLOUDSDK_CONFIG"] = Folder.File("gcloud");
        Variables["GOOGLE_CLOUD_PROJECT"] = Project;
        Variables["GOOGLE_CLOUD_REGION"] = Location;
        Variables["MLOPS_VERTEX_BUCKET"] = Bucket;
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public EnvironmentVariables Variables { get; } = new();

    public TemporaryFolder Folder { get; } = new();

    public string Url => _server!.Url;

    public static TrainingSpec Spec { get; } = VertexJobs.Spec;

    /// <summary>Serves a project, or a scenario, and lets every service be called there.</summary>
    public static async Task<VertexFixture> Serve(IService service)
    {
        var fixture = new VertexFixture { _server = await StandInServer.StartAsync(service, cancellation: Stop) };
        fixture.Call(fixture.Url);
        return fixture;
    }

    /// <summary>A document of a custom job, as a client makes none today.</summary>
    public static JsonObject Document(string id, string displayName, DateTimeOffset created, string state = "SUCCEEDED", string location = Location) => new()
    {
        ["name"] = $"projects/123456789012/locations/{location}/customJobs/{id}",
        ["displayName"] = displayName,
        ["jobSpec"] = new JsonObject { ["workerPoolSpecs"] = new JsonArray(new JsonObject { ["machineSpec"] = new JsonObject { ["machineType"] = "n1-standard-4" }, ["replicaCount"] = "1" }) },
        ["state"] = $"JOB_STATE_{state}",
        ["createTime"] = created.UtcDateTime.ToString("O"),
        ["endTime"] = created.AddMinutes(1).UtcDateTime.ToString("O"),
        ["updateTime"] = created.AddMinutes(1).UtcDateTime.ToString("O"),
    };

    /// <summary>Lets every service be called at an address.</summary>
    public void Call(string address)
    {
        foreach (var service in s_services)
        {
            Variables[Override(service)] = address + "/";
        }

        Variables["STORAGE_EMULATOR_HOST"] = address;
    }

    /// <summary>The provider as the next cmdlet gets it.</summary>
    public VertexProvider Provider() => new(Context());

    public MlContext Context() => new(new ProviderCatalog().Settings, new Dictionary<string, string>(), Folder.File("home/context.json"));

    public Task<List<MlJob>> List(JobQuery? query = null) => Provider().ListAsync(query ?? JobQuery.All, Stop).ToListAsync(Stop).AsTask();

    /// <summary>The one job of a name.</summary>
    public async Task<MlJob> Find(string name) => Assert.Single(await List(new JobQuery { Names = [NamePattern.Literal(name)] }));

    public async ValueTask DisposeAsync()
    {
        Variables.Dispose();
        Folder.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static string Override(string service) => $"CLOUDSDK_API_ENDPOINT_OVERRIDES_{service}";
}
