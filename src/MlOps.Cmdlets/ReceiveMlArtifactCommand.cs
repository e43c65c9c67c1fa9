using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Formatting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Fetches files that jobs have made.</summary>
/// <remarks>
/// <para>Only what the globs ask for is fetched, and what is there with the same size and version is not fetched again. Many files come side by side, large ones in several parts. A file is written beside and renamed, so that it is there whole or not at all, and is held against the store's own checksum before; its time is that of the original, to the second. Nothing is written outside the destination.</para>
/// <para>When the work ends early, whatever ends it, the next run goes on with what is there. A file that cannot be fetched is one error; the others still come. The files of a running job can be fetched as they are, and with -Watch until it has ended.</para>
/// <para>Of a job that SageMaker packed, the members of model.tar.gz and output.tar.gz are fetched as if they were files: the archive is read once as a stream, without touching the disk, and only what is wanted is written. An index of it is kept, so that the next question fetches only the parts that it needs. What is in logs/, tensorboard/ and checkpoints/ of an archive is below logs/ and checkpoints/, data/ of the packed output is output/, the rest is below model/ or output/.</para>
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
/// <title>Fetch only the event files out of a packed model</title>
/// <code>Receive-MlArtifact resnet-1 -Provider SageMaker -Include 'logs/**', 'model/*.json' -Exclude '**/*.tmp' -Destination ./out</code>
/// <para>Streams model.tar.gz and output.tar.gz, and writes only what fits. With -KeepPacked, or -Include model/model.tar.gz, the archive itself is fetched.</para>
/// </example>
/// <example>
/// <title>Fetch checkpoints as a job writes them</title>
/// <code>Receive-MlArtifact resnet-1 checkpoints/**, logs/** -Provider Vertex -Destination ./out -Watch</code>
/// <para>Goes on until the job has ended.</para>
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
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);

    // A watch of hours shall outlive a network that is away for a moment.
    private const int Patience = 10;

    private readonly PipedArtifacts _piped = new();
    private readonly Dictionary<ProviderJob, int> _failures = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

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

    /// <summary>Only files whose paths fit one of these globs, such as logs/** or model/*.bin. * stays within a folder, ** does not; one without a slash fits in every folder.</summary>
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

    /// <summary>Fetches packed files (model/model.tar.gz, output/output.tar.gz) as they are. Without it, the files in them are fetched, and nothing else of them.</summary>
    [Parameter]
    public SwitchParameter KeepPacked { get; set; }

    /// <summary>Goes on until the jobs have ended: what they write meanwhile, such as checkpoints and logs, is fetched as it appears.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken)
    {
        var wanted = new GlobSet(Include, Exclude);
        var running = jobs.ToList();
        for (var isFirst = true; running.Count > 0; isFirst = false)
        {
            if (!isFirst)
            {
                var pause = running.Max(found => found.Provider.PollInterval);
                await Task.Delay(pause > s_shortestPause ? pause : s_shortestPause, cancellationToken);
            }

            foreach (var found in running.ToList())
            {
                // Its state before its files: once it says that it has ended, every file is there.
                var isLast = !await TryReceiveAsync(found, wanted, jobs.Count > 1, isFirst, cancellationToken);
                if (isLast || !Watch)
                {
                    running.Remove(found);
                }
            }
        }
    }

    /// <summary>Fetches what is there of a job now.</summary>
    /// <returns>Whether more may come.</returns>
    private async Task<bool> TryReceiveAsync(ProviderJob found, GlobSet wanted, bool isOneOfMany, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var folder = GetUnresolvedProviderPathFromPSPath(Destination ?? ".");
            var mayGoOn = Watch && !(await found.RefreshAsync(cancellationToken)).Status.IsEnded();
            await ReceiveAsync(found, wanted, Destination is null || isOneOfMany ? Path.Combine(folder, found.Job.Name) : folder, isFirst, cancellationToken);
            _failures.Remove(found);
            return mayGoOn;
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            var failure = ProviderFailure.From(found.Provider, e);
            if (Watch && failure.Code is (ErrorCode.Throttled or ErrorCode.ProviderError) && (_failures[found] = _failures.GetValueOrDefault(found) + 1) < Patience)
            {
                return true;
            }

            // The other jobs have their turn all the same.
            WriteError(failure);
            return false;
        }
    }

    /// <summary>Writes an error about one of a job's files. Who watches is told of it once.</summary>
    private void WriteFault(ProviderJob found, MlOpsException fault)
    {
        if (!Watch || _told.Add($"{found.Job.Id}\n{fault.Message}"))
        {
            WriteError(fault);
        }
    }

    private async Task ReceiveAsync(ProviderJob found, GlobSet wanted, string folder, bool isFirst, CancellationToken cancellationToken)
    {
        var selection = new ArtifactSelection(wanted, KeepPacked, _piped.Of(found.Job));
        var packed = new List<PackedFile>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        await ReceiveFilesAsync(found, Chosen(), folder, isFirst, cancellationToken);
        foreach (var file in packed)
        {
            try
            {
                await ReceiveMembersAsync(found, file, selection, taken, folder, isFirst, cancellationToken);
            }
            catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
            {
                // One that is damaged does not keep the other from coming.
                WriteFault(found, ProviderFailure.From(found.Provider, e));
            }
        }

        async IAsyncEnumerable<JobFile> Chosen()
        {
            await foreach (var file in found.Provider.ListFilesAsync(found.Job, cancellationToken).ConfigureAwait(false))
            {
                if (selection.Unpacks(file))
                {
                    packed.Add(new(file));
                }
                else if (selection.Wants(file.Path))
                {
                    taken.Add(file.Path);
                    yield return file;
                }
            }
        }
    }

    private async Task ReceiveFilesAsync(ProviderJob found, IAsyncEnumerable<JobFile> files, string folder, bool isFirst, CancellationToken cancellationToken)
    {
        var plan = TransferPlan.ListAsync(files.Select(file => (file.Store, file.Origin, file.Path)), new FolderStore(), FolderStore.At(folder), cancellationToken);
        var progress = new TransferProgressBar($"Receiving the files of {found.Job}", WriteProgress);
        var pump = new TransferPump(
            ledger: null,
            item => ShouldProcess($"{found.Job}/{item.Name} ({DisplayText.Size(item.Origin.Size)})", $"Receive into {folder}"),
            item => WriteReceived(found.Job, item.Name, item.Existing!, MlReceiveResult.Unchanged, isFirst),
            outcome =>
            {
                if (outcome.Succeeded)
                {
                    WriteReceived(found.Job, outcome.Item.Name, outcome.Written, MlReceiveResult.Received, isFirst);
                }
                else
                {
                    WriteFault(found, outcome.Error);
                }
            });
        try
        {
            await pump.RunAsync(plan, progress, cancellationToken);
        }
        finally
        {
            progress.Complete();
        }
    }

    private async Task ReceiveMembersAsync(
        ProviderJob found, PackedFile packed, ArtifactSelection selection, IReadOnlySet<string> taken, string folder, bool isFirst, CancellationToken cancellationToken)
    {
        var progress = new TransferProgressBar($"Reading {packed.File.Path} of {found.Job}", WriteProgress);
        try
        {
            if (IsWhatIf)
            {
                await foreach (var member in packed.ListAsync(found.Job, progress, cancellationToken))
                {
                    if (selection.Wants(member.Path))
                    {
                        ShouldProcess($"{found.Job}/{member.Path} ({DisplayText.Size(member.Size)})", $"Receive into {folder}");
                    }
                }
            }
            else if (ShouldProcess($"{found.Job}/{packed.File.Path} ({DisplayText.Size(packed.File.Origin.Size)})", $"Receive what is packed in it into {folder}"))
            {
                await foreach (var outcome in packed.ExtractAsync(selection.Wants, taken, new(folder), progress, cancellationToken))
                {
                    if (outcome.Succeeded)
                    {
                        WriteReceived(found.Job, packed.PathOf(outcome.Member), outcome.Target, outcome.Member.Size, outcome.Result, isFirst);
                    }
                    else
                    {
                        WriteFault(found, outcome.Error);
                    }
                }
            }
        }
        finally
        {
            progress.Complete();
        }
    }

    private void WriteReceived(MlJob job, string path, StoredObject there, MlReceiveResult result, bool isFirst) =>
        WriteReceived(job, path, FolderStore.PathOf(there.Location), there.Size, result, isFirst);

    private void WriteReceived(MlJob job, string path, string destination, long size, MlReceiveResult result, bool isFirst)
    {
        // Who watches has been told of what is there already.
        if (isFirst || result == MlReceiveResult.Received)
        {
            WriteObject(new MlReceivedArtifact { Provider = job.Provider, JobName = job.Name, Path = path, Destination = destination, Size = size, Result = result });
        }
    }
}
