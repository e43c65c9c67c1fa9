using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.Providers.Google;
using MlOps.StandIn.Google;
using MlOps.StandIn.Serving;
using MlOps.Tests.Support;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>Whatever goes wrong, nothing that a user or a log gets to see has a key or a token in it.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class SecretTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.Expired)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Status500)]
    public async Task Nothing_that_is_shown_has_a_secret_in_it(FaultKind? fault)
    {
        var project = new CloudProject();
        if (fault is { } kind)
        {
            project.AddFault("*", kind, times: 10_000);
        }

        var seen = await LookEverywhere(project);

        Assert.True(project.Calls.Count("token") > 0);
        Assert.Contains("error: MlOps.MlOpsException", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_repeats_the_request_is_not_quoted_whole()
    {
        var seen = await LookEverywhere(new EchoingService());

        Assert.Contains("Google gives no token for these credentials: You sent", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer hemlig-1.2_3~+/==")]
    [InlineData("bearer hemlig")]
    [InlineData("{\"access_token\": \"hemlig\"}")]
    [InlineData("access_token=hemlig&x=1")]
    [InlineData("refresh_token=1%2F%2Fhemlig&client_secret=hemlig")]
    [InlineData("{\"refresh_token\":\"1//hemlig\"}")]
    [InlineData("the token 1//0hemligABCDEFGHIJKLMNOP is bad")]
    [InlineData("the token ya29.hemlig_A-b is bad")]
    [InlineData("client_secret: 'hemlig'")]
    [InlineData("the secret GOCSPX-hemlig is bad")]
    [InlineData("{\"id_token\": \"hemlig\"}")]
    [InlineData("assertion=hemlig.x.y")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJoZW1saWcifQ.hemlig-_x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nhemlig\nhemlig==\n-----END PRIVATE KEY-----\n")]
    [InlineData("{\"private_key\": \"-----BEGIN RSA PRIVATE KEY-----\\nhemlig\\n\"}")]
    public void Secrets_are_taken_out(string text)
    {
        Assert.DoesNotContain("hemlig", GoogleErrors.Clean($"before {text} after"), StringComparison.Ordinal);
        Assert.StartsWith("before ", GoogleErrors.Clean($"before {text} after"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The token is not valid.\n\tTry again.", "The token is not valid. Try again.")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("projects/1/locations/europe-west4/customJobs/987 is gone", "projects/1/locations/europe-west4/customJobs/987 is gone")]
    [InlineData(null, "")]
    public void What_is_no_secret_stays(string? text, string expected) => Assert.Equal(expected, GoogleErrors.Clean(text));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{\"error\": 3}")]
    [InlineData("{\"error\": {\"status\": 3, \"message\": [], \"details\": [1, {\"reason\": 2, \"fieldViolations\": [3, {\"field\": 4}]}]}}")]
    public void An_answer_of_any_shape_is_an_error(string body)
    {
        var error = GoogleErrors.From("aiplatform.customJobs.list", HttpStatusCode.Forbidden, Encoding.UTF8.GetBytes(body));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("aiplatform.customJobs.list", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> LookEverywhere(IService service)
    {
        await using var vertex = await Serve(service);
        // A user's file is no good here: Google's library asks for its tokens at Google, whatever the file says.
        var credentials = CredentialTests.Key(vertex.Url);
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = vertex.Folder.File("c.json", credentials);

        // Far away, so that calls carry a token; and nobody's, so that it goes nowhere.
        vertex.Call("https://vertex.invalid");
        var provider = vertex.Provider();
        var job = new MlJob { Provider = "Vertex", Name = "digits-1", Id = VertexJobs.Name, Status = MlJobStatus.Succeeded, CreatedAt = DateTimeOffset.UtcNow.AddDays(-1), EndedAt = DateTimeOffset.UtcNow.AddHours(-1), Region = Location };
        var file = new MlArtifact { Provider = "Vertex", JobName = "digits-1", Path = "model/a", Size = 1, LastModified = DateTimeOffset.UtcNow, Uri = $"gs://{Bucket}/a" };
        using var logEnd = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        logEnd.CancelAfter(TimeSpan.FromSeconds(5));
        var seen = new List<string>();
        foreach (var result in await Task.WhenAll(
            Shown(async () => await provider.StartAsync(Spec, Stop)),
            Shown(async () => provider.Plan(Spec)),
            Shown(async () => await provider.ListAsync(JobQuery.All, Stop).ToListAsync(Stop)),
            Shown(async () => await provider.ReadLogAsync(job, LogQuery.All, logEnd.Token).ToListAsync(logEnd.Token)),
            Shown(async () => await provider.TestAsync(Stop).ToListAsync(Stop)),
            Shown(async () => await provider.ListArtifactsAsync(job, Stop).ToListAsync(Stop)),
            Shown(async () => await provider.OpenAsync(file, Stop))))
        {
            Assert.NotEmpty(result);
            foreach (var secret in Secrets(credentials))
            {
                Assert.DoesNotContain(secret, result, StringComparison.Ordinal);
                Assert.DoesNotContain(Uri.EscapeDataString(secret), result, StringComparison.Ordinal);
            }

            seen.Add(result);
        }

        return string.Join('\n', seen);
    }

    private static IEnumerable<string> Secrets(string credentials) =>
        new[] { "made-up-1", "eyJ" }
            .Concat(((string?)JsonNode.Parse(credentials)!["private_key"])?.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('-')) ?? []);

    private static async Task<string> Shown(Func<Task<object?>> work)
    {
        try
        {
            return $"result: {Text(await work())}";
        }
        catch (Exception e)
        {
            Assert.True(e is MlOpsException or OperationCanceledException, $"It is {e.GetType()}.");
            return $"error: {e} {(e as MlOpsException)?.RecommendedAction}";
        }
    }

    private static string Text(object? value) => value switch
    {
        null or string => $"{value}",
        IDictionary table => string.Join(' ', table.Keys.Cast<object>().Select(key => $"{key}={Text(table[key])}")),
        IEnumerable list => string.Join('\n', list.Cast<object?>().Select(Text)),
        MlProviderCheck row => $"{row.Check} {row.Detail} {row.Remedy}",
        _ => $"{value}",
    };

    /// <summary>Repeats what it was sent, as servers that explain a refusal do.</summary>
    private sealed class EchoingService : IService
    {
        public JsonNode Control(string action, JsonObject body) => throw new NotSupportedException();

        public Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => Task.FromResult(
            ServiceAnswer.Ok(new JsonObject { ["error"] = "invalid_grant", ["error_description"] = $"You sent {call.Body} and {Uri.UnescapeDataString(call.Body)}." }) with { Status = 400 });
    }
}
