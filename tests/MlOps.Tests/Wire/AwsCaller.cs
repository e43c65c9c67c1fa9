using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.Tests.Wire;

/// <summary>A served stand-in and a caller of it that speaks AWS JSON 1.1 without signing.</summary>
internal sealed class AwsCaller : IAsyncDisposable
{
    private readonly StandInServer _server;
    private readonly HttpClient _http = new();

    private AwsCaller(StandInServer server) => _server = server;

    public static async Task<AwsCaller> Of(IService service) => new(await StandInServer.StartAsync(service, cancellation: TestContext.Current.CancellationToken));

    /// <summary>What a create request needs at least, and a machine.</summary>
    public static JsonObject Job(string name, int instances = 1) => new()
    {
        ["TrainingJobName"] = name,
        ["RoleArn"] = "arn:aws:iam::123456789012:role/training",
        ["AlgorithmSpecification"] = new JsonObject
        {
            ["TrainingImage"] = "image",
            ["TrainingInputMode"] = "File",
            ["MetricDefinitions"] = new JsonArray(new JsonObject { ["Name"] = "val_loss", ["Regex"] = "val_loss=([0-9.]+)" }),
        },
        ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = "s3://bucket/out" },
        ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = instances, ["VolumeSizeInGB"] = 10 },
        ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 3600 },
    };

    public async Task<HttpResponseMessage> Send(string target, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url) { Content = new StringContent(body.ToJsonString()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", "secret");
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer, which has to be a good one.</summary>
    public async Task<JsonObject> Call(string target, JsonObject body)
    {
        using var answer = await Send(target, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The error, as its type and its message.</summary>
    public async Task<(string Type, string Message)> Fail(string target, JsonObject body, int status = 400)
    {
        using var answer = await Send(target, body);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Single(answer.Headers.GetValues("x-amzn-RequestId"));
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (error["__type"]!.GetValue<string>(), error["message"]!.GetValue<string>());
    }

    /// <summary>Posts to the control endpoint.</summary>
    public async Task<JsonNode> Control(string action, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString());
        using var answer = await _http.PostAsync(new Uri($"{_server.Url}/_control/{action}"), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
