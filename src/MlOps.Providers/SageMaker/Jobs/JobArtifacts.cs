using System.Runtime.CompilerServices;
using MlOps.Providers.S3;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>The files of a training job, in the name space that is the same for every provider.</summary>
internal static class JobArtifacts
{
    /// <summary>Lists the files.</summary>
    /// <param name="store">S3.</param>
    /// <param name="job">The job's document.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, folder by folder.</returns>
    public static async IAsyncEnumerable<JobFile> ListAsync(S3Store store, TrainingJobDocument job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (folder, name) in Folders(job))
        {
            await foreach (var entry in store.ListAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                // A key that ends with a slash is what consoles call a folder.
                if (!entry.Location.Key.EndsWith('/') && name(entry.Location.Key[folder.Key.Length..]) is { } path)
                {
                    yield return new(path, store, entry);
                }
            }
        }
    }

    /// <summary>Where a job's files are, and how the keys below are called in the name space.</summary>
    private static IEnumerable<(ObjectLocation Folder, Func<string, string?> Name)> Folders(TrainingJobDocument job)
    {
        if (ObjectLocation.Parse(S3Store.Scheme, job.CheckpointConfig?.S3Uri) is { } checkpoints)
        {
            yield return (checkpoints.Folder, key => $"checkpoints/{key}");
        }

        if (ObjectLocation.Parse(S3Store.Scheme, job.TensorBoardOutputConfig?.S3OutputPath) is { } logs)
        {
            // SageMaker puts folders of its own between the place that it was given and the event files.
            var between = $"{job.TrainingJobName}/tensorboard-output/";
            yield return (logs.Folder, key => $"logs/{(key.StartsWith(between, StringComparison.Ordinal) ? key[between.Length..] : key)}");
        }

        if (ObjectLocation.Parse(S3Store.Scheme, job.OutputDataConfig?.S3OutputPath) is { } output)
        {
            var isTrial = job.TensorBoardOutputConfig is null && job.TuningJobArn is not null;
            yield return (output.Folder with { Key = $"{output.Folder.Key}{job.TrainingJobName}/output/" }, key => isTrial && TrialLog(key) is { } log ? log : OutputName(key));
        }
    }

    /// <summary>The event files of a trial that SageMaker's tuning has started come with its results.</summary>
    private static string? TrialLog(string key) =>
        new[] { $"data/{SageMakerPaths.TrialTensorBoard}/", $"output/{SageMakerPaths.TrialTensorBoard}/" }.FirstOrDefault(folder => key.StartsWith(folder, StringComparison.Ordinal)) is { } logs ? $"logs/{key[logs.Length..]}" : null;

    private static string OutputName(string key) =>
        key.StartsWith("model/", StringComparison.Ordinal) || key.StartsWith("output/", StringComparison.Ordinal) ? key
        : key.StartsWith("model.tar", StringComparison.Ordinal) ? $"model/{key}"
        : key.StartsWith("data/", StringComparison.Ordinal) ? $"output/{key["data/".Length..]}"
        : $"output/{key}";
}
