using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Shows the settings in force and where each value comes from.</summary>
/// <remarks>
/// <para>A setting is a default that other cmdlets use when a parameter is not given: a region, a role, a bucket. Its value comes from the first of these places that gives one:</para>
/// <list type="bullet">
/// <item>this session: what <c>Set-MlContext -Scope Session</c> has set,</item>
/// <item>an environment variable such as <c>AWS_REGION</c> or <c>GOOGLE_CLOUD_PROJECT</c>,</item>
/// <item>the saved file under <c>MLOPS_HOME</c>: what <see cref="SetMlContextCommand"/> has set,</item>
/// <item>the vendor's own configuration: the profile of the AWS command line, the active configuration of gcloud.</item>
/// </list>
/// <para>The property Source names the kind of place, and SourceDetail the very variable or file. A value that cannot be used, such as a region with a space in it, is not used: its Value is empty, its Problem says why, and a warning shows it.</para>
/// </remarks>
/// <example>
/// <title>See every setting</title>
/// <code>Get-MlContext</code>
/// <para>Lists every setting of every provider, those without a value too.</para>
/// </example>
/// <example>
/// <title>See what a provider would use</title>
/// <code>Get-MlContext -Name SageMaker*</code>
/// <para>Lists the settings of SageMaker alone.</para>
/// </example>
/// <example>
/// <title>Find what environment variables decide</title>
/// <code>Get-MlContext | Where-Object Source -eq Environment</code>
/// <para>Helps when a script behaves otherwise on another machine.</para>
/// </example>
/// <seealso cref="SetMlContextCommand"/>
[Cmdlet(VerbsCommon.Get, "MlContext")]
[OutputType(typeof(MlContextValue))]
public sealed class GetMlContextCommand : AsyncCmdlet
{
    /// <summary>Gets or sets the names of the settings to show. All of them are shown when it is not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var values = Context.GetAll().ToList();
        foreach (var pattern in Name.Select(NamePattern.Parse))
        {
            var matching = values.Where(value => pattern.Matches(value.Name)).ToList();
            if (matching.Count == 0 && pattern.LiteralName is { } name)
            {
                WriteError(new MlOpsException(ErrorCode.NotFound, $"There is no setting '{name}'.", "Get-MlContext lists the settings.", name));
            }

            foreach (var value in matching)
            {
                if (value.Problem.Length > 0)
                {
                    WriteWarning($"{value.Name} has no value. {value.Problem}");
                }

                WriteObject(value);
            }
        }

        return Task.CompletedTask;
    }
}
