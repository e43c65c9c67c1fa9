using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Formatting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Fetches files that jobs have made.</summary>
/// <remarks>
/// <para>Only what the globs ask for is fetched, and what is there with the same size and time is not fetched again. A file is written beside and renamed, so that it is there whole or not at all; its time is that of the original. Nothing is written outside the destination.</para>
/// <para>A file that cannot be fetched is one error; the others still come. The files of a running job can be fetched as they are.</para>
/// </remarks>
/// <example>
/// <title>Fetch only the event files</title>
/// <code>Receive-MlArtifact digits-1 -Include logs/** -Destination ./out</code>
/// <para>Writes ./out/logs/… and nothing else.</para>
/// </example>
/// <example>
/// <title>Fetch the event files of a job that runs on SageMaker</title>
/// <code>Receive-MlArtifact resnet-1 logs/** -Provider SageMaker -Destination ./out</code>
/// <para>Writes what SageMaker has synchronized to S3 so far. The next time only what has changed is fetched.</para>
/// </example>
/// <example>
/// <title>Fetch the models of all jobs that succeeded</title>
/// <code>Get-MlJob digits-* -Status Succeeded | Receive-MlArtifact -Include model/** -Exclude *.tmp</code>
/// <para>Writes a folder for each job, named after it, into the current folder.</para>
/// </example>
/// <example>
/// <title>Fetch what a list of files was narrowed down to</title>
/// <code>Get-MlArtifact digits-1 | Where-Object Size -lt 1mb | Receive-MlArtifact -Destination ./out</code>
/// <para>Writes the files that were piped in and no others.</para>
/// </example>
/// <example>
/// <title>See what would be fetched</title>
/// <code>Receive-MlArtifact digits-1 -WhatIf</code>
/// <para>Lists the files with their sizes and fetches none.</para>
/// </example>
[Cmdlet(VerbsCommunications.Receive, "MlArtifact", SupportsShouldProcess = true)]
[OutputType(typeof(MlReceivedArtifact))]
public sealed class ReceiveMlArtifactCommand : TogetherJobCmdlet
{
    private readonly PipedArtifacts _piped = new();

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>Files from Get-MlArtifact. Of the jobs that they are of, no other files are fetched.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public MlArtifact? InputObject { get; set; }

    /// <summary>Only files whose paths fit one of these globs, such as logs/** or model/*.bin. * stays within a folder, ** does not.</summary>
    [Parameter(Position = 1)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ArtifactPathCompleter))]
    public string[] Include { get; set; } = [];

    /// <summary>Leaves out files whose paths fit one of these globs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ArtifactPathCompleter))]
    public string[] Exclude { get; set; } = [];

    /// <summary>The folder that the files are written into; of several jobs, each into a folder in it that is named after the job. Without it, a folder in the current one for each job, named after it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (InputObject is { } artifact)
        {
            _piped.Add(artifact);
        }

        return base.ProcessAsync(cancellationToken);
    }

    /// <inheritdoc/>
    private protected override async Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken)
    {
        var wanted = new GlobSet(Include, Exclude);
        foreach (var found in jobs)
        {
            try
            {
                var folder = GetUnresolvedProviderPathFromPSPath(Destination ?? ".");
                await ReceiveAsync(found, wanted, Destination is null || jobs.Count > 1 ? Path.Combine(folder, found.Job.Name) : folder, cancellationToken);
            }
            catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
            {
                // The other jobs have their turn all the same.
                WriteError(ProviderFailure.From(found.Provider, e));
            }
        }
    }

    private async Task ReceiveAsync(ProviderJob found, GlobSet wanted, string folder, CancellationToken cancellationToken)
    {
        var plan = new List<MlArtifact>();
        foreach (var file in await ArtifactReceiver.PlanAsync(found.Provider, found.Job, wanted, cancellationToken))
        {
            if (_piped.Allows(file) && ShouldProcess($"{found.Job}/{file.Path} ({DisplayText.Size(file.Size)})", $"Receive into {folder}"))
            {
                plan.Add(file);
            }
        }

        var progress = new TransferProgressBar(found.Job, WriteProgress);
        await foreach (var outcome in ArtifactReceiver.ReceiveAsync(found.Provider, found.Job, plan, folder, progress, cancellationToken))
        {
            if (outcome.Succeeded)
            {
                WriteObject(outcome.Received);
            }
            else
            {
                WriteError(outcome.Error);
            }
        }

        progress.Complete();
    }
}
