using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Looks at everything that a provider needs, and says what is missing and how to mend it.</summary>
/// <remarks>
/// <para>Writes one row a check: credentials, settings, the service's answer, and whatever else jobs need. Nothing is changed. A check that fails is a row and no error, so that a script can look at Result.</para>
/// <para>For SageMaker it looks at the region and the credentials, tries each permission on jobs that cannot exist, and looks at the role and the bucket that jobs use. Whether a job may be started is simulated by IAM, where that is allowed; nothing is started.</para>
/// <para>For Vertex AI it looks at the project, the location and the credentials, asks both services and which permissions there are, and looks at the bucket, which has to be in the location, and at the account that jobs run as: whether it exists, whether you may use it, and what it may read and write.</para>
/// <para>Unlike the other cmdlets, it looks at providers that are not configured too: that is what it is for.</para>
/// </remarks>
/// <example>
/// <title>See whether jobs can run on this machine</title>
/// <code>Test-MlProvider Local</code>
/// <para>Looks at what local jobs need.</para>
/// </example>
/// <example>
/// <title>See which permissions are missing on SageMaker</title>
/// <code>Test-MlProvider SageMaker | Where-Object Result -eq Failed | Format-List Check, Detail, Remedy</code>
/// <para>Shows each action that is refused, and what it is needed for.</para>
/// </example>
/// <example>
/// <title>Get the commands that mend what is missing on Vertex AI</title>
/// <code>Test-MlProvider Vertex | Where-Object Remedy -like 'gcloud *' | Select-Object -ExpandProperty Remedy</code>
/// <para>Shows the gcloud commands; YOU in them stands for your account.</para>
/// </example>
/// <example>
/// <title>List what is to be mended, everywhere</title>
/// <code>Test-MlProvider All | Where-Object Result -ne Passed | Format-List Provider, Check, Detail, Remedy</code>
/// <para>Looks at every provider and shows what is missing, with the remedy.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MlProvider")]
[OutputType(typeof(MlProviderCheck))]
public sealed class TestMlProviderCommand : ProvidersCmdlet
{
    /// <summary>The providers: their names, or All for every one, configured or not. Without it, the default provider of Get-MlContext.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public override string[]? Provider { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var providers = ChooseProviders().Chosen;
        var checks = ProviderFanOut.ReadAsync(providers, (provider, token) => provider.TestAsync(token), cancellationToken);
        var activity = $"Looking at {string.Join(", ", providers.Select(provider => provider.Name))}";
        await foreach (var check in ValuesAsync(checks.WithProgress(this, activity, cancellationToken)))
        {
            WriteObject(check);
        }
    }
}
