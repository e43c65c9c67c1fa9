using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MlOps.Providers.Google;
using MlOps.StandIn.Google;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>Whom calls are made as, and where they go.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class CredentialTests
{
    private const string RefreshToken = "1//0madeUpRefresh-Xy7pQ4tR9sW2eK5zM8nB1vC_LrT3";
    private const string ClientSecret = "GOCSPX-madeUpSecretQ4tR9sW2eK5";

    [Fact]
    public async Task The_order_is_that_of_Googles_own_tools()
    {
        await using var vertex = await Serve(new CloudProject());
        var legacy = vertex.Folder.File("gcloud/legacy_credentials/ana@example.com/adc.json", User(vertex.Url));
        vertex.Folder.File("gcloud/configurations/config_default", "[core]\naccount = ana@example.com\n");
        Assert.Equal(legacy, (await GoogleCredentials.FindAsync(Stop)).Source);

        vertex.Variables["CLOUDSDK_CORE_ACCOUNT"] = "../../ana@example.com";
        var adc = vertex.Folder.File("gcloud/application_default_credentials.json", User(vertex.Url));
        Assert.Equal(adc, (await GoogleCredentials.FindAsync(Stop)).Source);

        var named = vertex.Folder.File("key.json", Key(vertex.Url));
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = named;
        Assert.Equal(named, (await GoogleCredentials.FindAsync(Stop)).Source);
    }

    [Fact]
    public async Task A_token_is_fetched_where_the_key_says_and_kept()
    {
        var project = new CloudProject();
        await using var vertex = await Serve(project);
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = vertex.Folder.File("c.json", Key(vertex.Url));
        vertex.Variables["GOOGLE_CLOUD_QUOTA_PROJECT"] = "who-pays";
        var tokens = new GoogleTokens();

        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://aiplatform.googleapis.com/v1/x");
            await tokens.AuthorizeAsync(request, Stop);
            Assert.Equal("Bearer made-up-1", request.Headers.Authorization!.ToString());
            Assert.Equal(["who-pays"], request.Headers.GetValues("x-goog-user-project"));
        }

        Assert.Equal(1, project.Calls.Count("token"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\": 3}")]
    [InlineData("{\"type\": null}")]
    [InlineData("{\"type\": \"somebody\"}")]
    [InlineData("{\"type\": \"authorized_user\"}")]
    [InlineData("{\"type\": \"service_account\", \"client_email\": \"a@b.iam.gserviceaccount.com\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nhemlig\\n-----END PRIVATE KEY-----\\n\"}")]
    [InlineData("{\"type\": \"service_account\", \"client_email\": \"a@b.iam.gserviceaccount.com\", \"private_key\": \"hemlig\"}")]
    [InlineData("{\"type\": \"service_account\", \"client_email\": \"a@b.iam.gserviceaccount.com\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\naGVtbGln\\n-----END PRIVATE KEY-----\\n\"}")]
    public async Task A_damaged_file_is_named_and_not_quoted(string? text)
    {
        await using var vertex = new VertexFixture();
        var file = vertex.Folder.File("c.json", text);
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = file;

        var error = await Assert.ThrowsAsync<MlOpsException>(() => GoogleCredentials.FindAsync(Stop));

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("gcloud auth application-default login", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("hemlig", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aGVtbGln", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_it_is_said_soon()
    {
        await using var vertex = new VertexFixture();
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => GoogleCredentials.FindAsync(Stop));

        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("http://10.0.0.1:8080/")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("ftp://localhost/")]
    [InlineData("localhost:5000")]
    [InlineData("not an address")]
    public async Task Without_encryption_nothing_leaves_this_machine(string address)
    {
        await using var vertex = new VertexFixture();
        vertex.Variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"] = address;

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List());

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5000", "http://localhost:5000/", false)]
    [InlineData("http://127.0.0.2/x/", "http://127.0.0.2/x/", false)]
    [InlineData("https://[::1]:1", "https://[::1]:1/", false)]
    [InlineData("https://private.example.com/", "https://private.example.com/", true)]
    public void Elsewhere_calls_carry_a_token_and_here_none(string address, string expected, bool needsToken)
    {
        var endpoint = GoogleEndpoint.Checked(address, "SOMEWHERE");
        Assert.Equal((expected, needsToken), (endpoint.Address.ToString(), endpoint.NeedsToken));
    }

    [Fact]
    public async Task Nothing_that_is_called_on_this_machine_gets_a_token_though_there_are_credentials()
    {
        var project = new CloudProject();
        project.FillWith(5);
        await using var vertex = await Serve(project);
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = vertex.Folder.File("c.json", User(vertex.Url));

        await vertex.List();
        await vertex.Provider().TestAsync(Stop).ToListAsync(Stop);

        Assert.Equal(0, project.Calls.Count("token"));
        Assert.All(project.Calls.All, call => Assert.False(call.Authorized));
    }

    /// <summary>What 'gcloud auth application-default login' leaves.</summary>
    private static string User(string url) => new JsonObject
    {
        ["type"] = "authorized_user",
        ["client_id"] = "1234-made-up.apps.googleusercontent.com",
        ["client_secret"] = ClientSecret,
        ["refresh_token"] = RefreshToken,
        ["token_uri"] = $"{url}/token",
    }.ToJsonString();

    /// <summary>The key file of a service account.</summary>
    internal static string Key(string url)
    {
        using var key = RSA.Create(2048);
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = Project,
            ["private_key_id"] = "abc",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = $"training@{Project}.iam.gserviceaccount.com",
            ["client_id"] = "1",
            ["token_uri"] = $"{url}/token",
        }.ToJsonString();
    }
}
