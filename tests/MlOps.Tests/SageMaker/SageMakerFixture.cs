using System.Net;
using System.Net.Sockets;
using MlOps.Providers;
using MlOps.Providers.SageMaker;
using MlOps.StandIn.Playback;
using MlOps.StandIn.Serving;
using MlOps.Tests.Support;

namespace MlOps.Tests.SageMaker;

/// <summary>The SageMaker provider as a session has it, with a home and AWS files of its own and made-up keys, and all its calls to a stand-in on this machine.</summary>
internal sealed class SageMakerFixture : IAsyncDisposable
{
    public const string KeyId = "AKIAMADEUPMADEUPMADE";
    public const string Secret = "madeUpSecret/Xy7+pQ4tR9sW2eK5zM8nB1vC";
    public const string Token = "madeUpToken//////////IQoJb3JpZ2luX2VjEJr";

    private static readonly string[] s_foreign =
    [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_DEFAULT_REGION", "AWS_MAX_ATTEMPTS", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SAGEMAKER", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
        "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_IAM", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_SESSION_TOKEN",
        "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "MLOPS_SAGEMAKER_ROLE", "MLOPS_SAGEMAKER_BUCKET",
    ];

    private readonly Dictionary<string, string> _session = new() { ["SageMakerRole"] = "arn:aws:iam::123456789012:role/service-role/training", ["SageMakerBucket"] = "my-training" };
    private StandInServer? _server;

    public SageMakerFixture()
    {
        foreach (var name in s_foreign)
        {
            Variables[name] = null;
        }

        Variables["HOME"] = Folder.Path;
        Variables["MLOPS_HOME"] = Folder.File("home");
        Variables["AWS_CONFIG_FILE"] = Folder.File("aws-config");
        Variables["AWS_SHARED_CREDENTIALS_FILE"] = Folder.File("aws-credentials");
        Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        Variables["AWS_REGION"] = "eu-central-1";
        Variables["AWS_ACCESS_KEY_ID"] = KeyId;
        Variables["AWS_SECRET_ACCESS_KEY"] = Secret;
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public EnvironmentVariables Variables { get; } = new();

    public TemporaryFolder Folder { get; } = new();

    public string Url => _server!.Url;

    /// <summary>Who is asked for a code.</summary>
    public FakePrompt Prompt { get; } = new();

    /// <summary>Serves an account, or a scenario, and lets every service be called there.</summary>
    public static async Task<SageMakerFixture> Serve(IService service)
    {
        var fixture = new SageMakerFixture { _server = await StandInServer.StartAsync(service, cancellation: Stop) };
        fixture.Variables["AWS_ENDPOINT_URL"] = fixture.Url;
        return fixture;
    }

    /// <summary>A player of one of the fixtures.</summary>
    public static ScenarioPlayer Play(string file) => ScenarioPlayer.Load(Path.Combine(Repository.Root, "tests", "fixtures", file));

    /// <summary>An address where nobody listens.</summary>
    public static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>What <c>Set-MlContext</c> would set for the session; <see langword="null"/> for nothing.</summary>
    public void Set(string name, string? value)
    {
        if (value is null)
        {
            _session.Remove(name);
        }
        else
        {
            _session[name] = value;
        }
    }

    /// <summary>The provider as the next cmdlet gets it.</summary>
    public SageMakerProvider Provider() => new(Context(), Prompt);

    public MlContext Context() => new(new ProviderCatalog().Settings, new Dictionary<string, string>(_session), Folder.File("home/context.json"));

    public Task<List<MlJob>> List(JobQuery? query = null) => Provider().ListAsync(query ?? JobQuery.All, Stop).ToListAsync(Stop).AsTask();

    public async ValueTask DisposeAsync()
    {
        Variables.Dispose();
        Folder.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
