using Amazon.Runtime;
using MlOps.Providers.Aws;
using MlOps.Providers.S3;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Providers.SageMaker;

/// <summary>What the provider's parts need of the settings in force: where, as whom, and the clients. Nobody is called and nothing is looked up before the first call.</summary>
internal sealed class SageMakerAccount
{
    /// <summary>How many calls of a service run at once, as long as it does not ask to slow down.</summary>
    public const int Calls = 16;

    private readonly Lazy<AWSCredentials> _credentials;
    private readonly Lazy<SageMakerClient> _client;
    private readonly Lazy<LogsClient> _logs;
    private readonly Lazy<AwsQueryClient> _sts;
    private readonly Lazy<AwsQueryClient> _iam;

    /// <summary>Takes the settings.</summary>
    /// <param name="context">The settings.</param>
    /// <param name="prompt">Asks the user for a second factor.</param>
    /// <param name="region">The region; <see langword="null"/> for the one in the settings.</param>
    public SageMakerAccount(MlContext context, IUserPrompt prompt, string? region = null)
    {
        Context = context;
        var profile = context.Get(SageMakerSettings.Profile.Name);
        Settings = new(region ?? context[SageMakerSettings.Region.Name] ?? "", profile.Value);
        _credentials = new(() => AwsCredentialCache.Resolve(profile.Value, profile.Source is ContextSource.Session or ContextSource.User, prompt));
        _client = new(() => new(new AwsJsonClient(AwsService.SageMaker, Settings, () => _credentials.Value, Calls)));
        _sts = new(() => AwsQueryClient.Sts(Settings, () => _credentials.Value));
        _iam = new(() => AwsQueryClient.Iam(Settings, () => _credentials.Value));
        Store = new(Settings, () => _credentials.Value);
        _logs = new(() => new(new AwsJsonClient(AwsService.Logs, Settings, () => _credentials.Value, Calls)));
    }

    /// <summary>The settings in force.</summary>
    public MlContext Context { get; }

    /// <summary>Where the services are called.</summary>
    public AwsSettings Settings { get; }

    /// <summary>The region that jobs run in; empty when none is set.</summary>
    public string Region => Settings.Region;

    /// <summary>SageMaker.</summary>
    public SageMakerClient Client => _client.Value;

    /// <summary>CloudWatch Logs.</summary>
    public LogsClient Logs => _logs.Value;

    /// <summary>The Security Token Service.</summary>
    public AwsQueryClient Sts => _sts.Value;

    /// <summary>Identity and Access Management.</summary>
    public AwsQueryClient Iam => _iam.Value;

    /// <summary>S3.</summary>
    public S3Store Store { get; }
}
