using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Hosting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Sets defaults, such as a region, a role or a bucket, for this session or for good.</summary>
/// <remarks>
/// <para>What is set here is used wherever a cmdlet's own parameter is not given. With <c>-Scope User</c>, the default, it is saved under <c>MLOPS_HOME</c> for every later session; with <c>-Scope Session</c> it holds until this session ends. An empty string or <see langword="null"/> removes the value from that scope, so that the next place counts again.</para>
/// <para>An environment variable such as <c>AWS_REGION</c> or <c>GOOGLE_CLOUD_PROJECT</c> beats a saved value; a warning says so when it does. <see cref="GetMlContextCommand"/> shows what is in force and where it comes from.</para>
/// <para>All values are checked before the first is set. Several sessions may save at once.</para>
/// </remarks>
/// <example>
/// <title>Set up SageMaker</title>
/// <code>Set-MlContext -SageMakerRegion eu-central-1 -SageMakerRole arn:aws:iam::123456789012:role/SageMaker -SageMakerBucket my-training</code>
/// <para>Saves the three values.</para>
/// </example>
/// <example>
/// <title>Set up Vertex AI</title>
/// <code>Set-MlContext -VertexProject my-project -VertexLocation europe-west4 -VertexBucket my-training -VertexServiceAccount trainer@my-project.iam.gserviceaccount.com</code>
/// <para>Saves the four values. The bucket has to be in the location.</para>
/// </example>
/// <example>
/// <title>Make this machine the default provider</title>
/// <code>Set-MlContext -DefaultProvider Local</code>
/// <para>Cmdlets without -Provider work with the jobs of this machine from now on.</para>
/// </example>
/// <example>
/// <title>Use another region for this session only</title>
/// <code>Set-MlContext -SageMakerRegion us-west-2 -Scope Session -PassThru</code>
/// <para>Shows the value in force afterwards. The saved one stays as it is.</para>
/// </example>
/// <example>
/// <title>Forget a saved value</title>
/// <code>Set-MlContext -SageMakerProfile ''</code>
/// </example>
/// <seealso cref="GetMlContextCommand"/>
[Cmdlet(VerbsCommon.Set, "MlContext", SupportsShouldProcess = true)]
[OutputType(typeof(MlContextValue))]
public sealed class SetMlContextCommand : AsyncCmdlet
{
    /// <summary>Gets or sets the provider that is used when <c>-Provider</c> is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(OneProviderNameCompleter))]
    public string? DefaultProvider { get; set; }

    /// <summary>Gets or sets the AWS region that SageMaker jobs run in, such as <c>eu-central-1</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SageMakerRegion { get; set; }

    /// <summary>Gets or sets the ARN of the IAM role that SageMaker jobs run as.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SageMakerRole { get; set; }

    /// <summary>Gets or sets the name of the S3 bucket that data is uploaded to and SageMaker jobs write to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SageMakerBucket { get; set; }

    /// <summary>Gets or sets the profile of the AWS command line that credentials are taken from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? SageMakerProfile { get; set; }

    /// <summary>Gets or sets the id of the Google Cloud project that Vertex AI jobs run in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? VertexProject { get; set; }

    /// <summary>Gets or sets the Google Cloud region that Vertex AI jobs run in, such as <c>europe-west4</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? VertexLocation { get; set; }

    /// <summary>Gets or sets the name of the Cloud Storage bucket that data is uploaded to and Vertex AI jobs write to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? VertexBucket { get; set; }

    /// <summary>Gets or sets the address of the service account that Vertex AI jobs run as.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? VertexServiceAccount { get; set; }

    /// <summary>Gets or sets how long the values last.</summary>
    [Parameter]
    [PSDefaultValue(Value = ContextScope.User)]
    public ContextScope Scope { get; set; } = ContextScope.User;

    /// <summary>Gets or sets whether the settings are returned, as they are in force afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var changes = ReadChanges();
        var place = Scope == ContextScope.User ? SavedContext.DefaultPath : "this session";
        foreach (var (name, value) in changes.ToList())
        {
            if (!ShouldProcess($"{name} in {place}", value is null ? "Remove" : $"Set to '{value}'"))
            {
                changes.Remove(name);
            }
        }

        if (changes.Count == 0)
        {
            return;
        }

        await ApplyAsync(changes, cancellationToken);
        Report(changes);
    }

    private Dictionary<string, string?> ReadChanges()
    {
        var changes = new Dictionary<string, string?>();
        foreach (var setting in Context.Settings)
        {
            if (MyInvocation.BoundParameters.TryGetValue(setting.Name, out var bound))
            {
                changes.Add(setting.Name, bound is string { Length: > 0 } value ? Check(setting, value) : null);
            }
        }

        return changes.Count > 0
            ? changes
            : throw new MlOpsException(ErrorCode.InvalidArgument, "No setting is named.", "Give at least one setting, such as -SageMakerRegion.");
    }

    private string Check(ContextSetting setting, string value)
    {
        if (setting == MlContext.DefaultProvider)
        {
            return Providers.FirstOrDefault(provider => string.Equals(provider.Name, value, StringComparison.OrdinalIgnoreCase))?.Name
                ?? throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"There is no provider '{value}'.",
                    $"Name one of these: {string.Join(", ", Providers.Select(provider => provider.Name))}.",
                    value);
        }

        return setting.FindProblem(value) is { Length: > 0 } problem
            ? throw new MlOpsException(ErrorCode.InvalidArgument, problem, $"Give -{setting.Name} such a value, or '' to remove the setting.", value)
            : value;
    }

    private async Task ApplyAsync(Dictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        if (Scope == ContextScope.User)
        {
            await SavedContext.UpdateAsync(SavedContext.DefaultPath, changes, cancellationToken);
            return;
        }

        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                ProviderHost.SessionSettings.TryRemove(name, out _);
            }
            else
            {
                ProviderHost.SessionSettings[name] = value;
            }
        }
    }

    private void Report(Dictionary<string, string?> changes)
    {
        var source = Scope == ContextScope.User ? ContextSource.User : ContextSource.Session;
        var context = ProviderHost.CreateContext();
        foreach (var (name, value) in changes)
        {
            var now = context.Get(name);
            if (value is not null && now.Source < source)
            {
                WriteWarning($"{name} is set, but {now.SourceDetail} beats it.");
            }

            if (PassThru)
            {
                WriteObject(now);
            }
        }
    }
}
