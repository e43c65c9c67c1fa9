using System.Management.Automation;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Lists the files that jobs have made.</summary>
/// <remarks>
/// <para>The paths are the same on every provider: model/…, output/…, checkpoints/… and logs/… (TensorBoard). A job that is running lists what it has made so far.</para>
/// <para>On SageMaker they are the objects in S3. A job that MlOps started has them unpacked; of a job that packs them, model/model.tar.gz is the file, and with -Expand what is in it, as if it were files. Checkpoints and logs come while the job runs, model and output when it has ended.</para>
/// <para>On Vertex AI they are the objects below the job's base output directory in Cloud Storage, and there as soon as the job has written them. What lies there outside the four folders is listed below output/.</para>
/// </remarks>
/// <example>
/// <title>See what a job has made</title>
/// <code>Get-MlArtifact digits-1</code>
/// <para>Lists every file with its size and date.</para>
/// </example>
/// <example>
/// <title>See where the files of a job on SageMaker are</title>
/// <code>Get-MlArtifact resnet-1 model/** -Provider SageMaker | Format-Table Path, Size, Uri</code>
/// <para>Lists the files of the model with their addresses in S3.</para>
/// </example>
/// <example>
/// <title>See how much the jobs of Vertex AI have stored</title>
/// <code>Get-MlJob 'resnet-*' -Provider Vertex | Get-MlArtifact | Group-Object JobName | ForEach-Object { '{0}: {1:N0} MB' -f $_.Name, (($_.Group | Measure-Object Size -Sum).Sum / 1MB) }</code>
/// <para>Adds up the sizes of all files of each job.</para>
/// </example>
/// <example>
/// <title>See what is in a packed model</title>
/// <code>Get-MlArtifact resnet-1 -Provider SageMaker -Expand</code>
/// <para>Lists the members of model.tar.gz and output.tar.gz as files of the job. Piped into Receive-MlArtifact, those that are left are fetched.</para>
/// </example>
/// <example>
/// <title>Find the newest checkpoint</title>
/// <code>Get-MlArtifact digits-1 checkpoints/** | Sort-Object LastModified | Select-Object -Last 1</code>
/// <para>Lists the files below checkpoints and takes the one that was written last.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "MlArtifact")]
[OutputType(typeof(MlArtifact))]
public sealed class GetMlArtifactCommand : EachJobCmdlet
{
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

    /// <summary>Lists what is in packed files (model/model.tar.gz, output/output.tar.gz) in their place. The first time each is read for it; after that an index of it answers.</summary>
    [Parameter]
    public SwitchParameter Expand { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobAsync(ProviderJob found, CancellationToken cancellationToken)
    {
        var selection = new ArtifactSelection(new(Include, Exclude), keepPacked: !Expand, picked: null);
        var files = found.Provider.ListFilesAsync(found.Job, cancellationToken).WithProgress(this, $"Listing the files of {found.Job}", cancellationToken);
        await foreach (var file in files)
        {
            if (selection.Unpacks(file))
            {
                await WriteMembersAsync(found.Job, new(file), selection, cancellationToken);
            }
            else if (selection.Wants(file.Path))
            {
                WriteObject(file.ToArtifact(found.Job));
            }
        }
    }

    private async Task WriteMembersAsync(MlJob job, PackedFile packed, ArtifactSelection selection, CancellationToken cancellationToken)
    {
        var progress = new TransferProgressBar($"Reading {packed.File.Path} of {job}", WriteProgress);
        try
        {
            await foreach (var member in packed.ListAsync(job, progress, cancellationToken))
            {
                if (selection.Wants(member.Path))
                {
                    WriteObject(member);
                }
            }
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            // The job's other files are listed all the same.
            WriteError(ProviderFailure.From(e));
        }
        finally
        {
            progress.Complete();
        }
    }
}
