using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.Tests.Wire;

/// <summary>A served stand-in and a caller of it that speaks REST with JSON.</summary>
internal sealed class GoogleCaller : IAsyncDisposable
{
    public const string Parent = "/v1/projects/ml-project-1/locations/europe-west4";

    private readonly StandInServer _server;
    private readonly HttpClient _http = new();

    private GoogleCaller(StandInServer server) => _server = server;

    public static async Task<GoogleCaller> Of(IService service) => new(await StandInServer.StartAsync(service, cancellation: TestContext.Current.CancellationToken));

    /// <summary>What a create request needs at least.</summary>
    public static JsonObject Job(string name, string replicas = "1") => new() { ["displayName"] = name, ["jobSpec"] = Spec(replicas) };

    public static JsonObject TuningJob(string name, int trials = 3, int parallel = 2) => new()
    {
        ["displayName"] = name,
        ["maxTrialCount"] = trials,
        ["parallelTrialCount"] = parallel,
        ["studySpec"] = new JsonObject
        {
            ["metrics"] = new JsonArray(new JsonObject { ["metricId"] = "loss", ["goal"] = "MINIMIZE" }),
            ["parameters"] = new JsonArray(
                new JsonObject { ["parameterId"] = "lr", ["doubleValueSpec"] = new JsonObject { ["minValue"] = 0.001, ["maxValue"] = 0.1 }, ["scaleType"] = "UNIT_LOG_SCALE" },
                new JsonObject
                {
                    ["parameterId"] = "layers",
                    ["integerValueSpec"] = new JsonObject { ["minValue"] = "1", ["maxValue"] = "1" },
                    ["conditionalParameterSpecs"] = new JsonArray(new JsonObject
                    {
                        ["parentIntValues"] = new JsonObject { ["values"] = new JsonArray("1") },
                        ["parameterSpec"] = new JsonObject { ["parameterId"] = "width", ["discreteValueSpec"] = new JsonObject { ["values"] = new JsonArray(64, 128) } },
                    }),
                }),
        },
        ["trialJobSpec"] = Spec("1"),
    };

    public async Task<HttpResponseMessage> Send(string method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(new(method), _server.Url + path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret");
        request.Content = body is null ? null : new StringContent(body.ToJsonString());
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer, which has to be a good one.</summary>
    public async Task<JsonObject> Call(string method, string path, JsonObject? body = null)
    {
        using var answer = await Send(method, path, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The error's status and message.</summary>
    public async Task<(int Code, string Status, string Message)> Fail(string method, string path, JsonObject? body = null)
    {
        using var answer = await Send(method, path, body);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!;
        Assert.Equal((int)answer.StatusCode, error["code"]!.GetValue<int>());
        return ((int)answer.StatusCode, error["status"]!.GetValue<string>(), error["message"]!.GetValue<string>());
    }

    /// <summary>Creates a custom job, and says its path.</summary>
    public async Task<string> Create(string name, string replicas = "1") => $"/v1/{(await Call("POST", $"{Parent}/customJobs", Job(name, replicas)))["name"]!.GetValue<string>()}";

    /// <summary>All entries of a list over its pages.</summary>
    public async Task<List<JsonNode>> All(string filter = "", int pageSize = 0, string collection = "customJobs")
    {
        var all = new List<JsonNode>();
        string? token = null;
        do
        {
            var page = await Call("GET", $"{Parent}/{collection}?pageSize={pageSize}&filter={Uri.EscapeDataString(filter)}&pageToken={Uri.EscapeDataString(token ?? "")}");
            all.AddRange((page[collection] as JsonArray ?? []).Select(job => job!.DeepClone()));
            token = page["nextPageToken"]?.GetValue<string>();
        }
        while (token is not null);
        return all;
    }

    /// <summary>The displayed names of all that a filter finds, in their order.</summary>
    public async Task<string> Names(string filter) => string.Join(' ', (await All(filter)).Select(job => job["displayName"]!.GetValue<string>()).Order(StringComparer.Ordinal));

    /// <summary>A page of log entries.</summary>
    public Task<JsonObject> Entries(string filter, string? order = null, int pageSize = 1000, string? token = null)
    {
        var body = new JsonObject { ["resourceNames"] = new JsonArray("projects/ml-project-1"), ["filter"] = filter, ["pageSize"] = pageSize };
        if (order is not null)
        {
            body["orderBy"] = order;
        }

        if (token is not null)
        {
            body["pageToken"] = token;
        }

        return Call("POST", "/v2/entries:list", body);
    }

    /// <summary>The texts of the entries that a filter finds.</summary>
    public async Task<List<string>> Lines(string filter, string? order = null) => [.. ((await Entries(filter, order))["entries"] as JsonArray ?? [])
        .Select(entry => (entry!["jsonPayload"]?["message"] ?? entry["textPayload"])!.GetValue<string>())];

    /// <summary>Posts to the control endpoint.</summary>
    public async Task<JsonNode> Control(string action, JsonObject body)
    {
        using var answer = await Send("POST", $"/_control/{action}", body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static JsonObject Spec(string replicas)
    {
        var pools = new JsonArray(Pool("1"));
        if (replicas != "1")
        {
            pools.Add(Pool((int.Parse(replicas, System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return new() { ["workerPoolSpecs"] = pools };
    }

    private static JsonObject Pool(string replicas) => new()
    {
        ["containerSpec"] = new JsonObject { ["imageUri"] = "image", ["args"] = new JsonArray("--epochs=3") },
        ["machineSpec"] = new JsonObject { ["machineType"] = "n1-standard-4" },
        ["replicaCount"] = replicas,
    };
}
