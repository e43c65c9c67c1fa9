namespace MlOps;

/// <summary>A job whose code and inputs are where its provider can read them, as soon as what is missing has been sent.</summary>
/// <param name="Spec">The job, with addresses in the place of paths.</param>
/// <param name="Uploads">What has to be there before it starts.</param>
public sealed record StagedJob(TrainingSpec Spec, IReadOnlyList<StagedInput> Uploads)
{
    /// <summary>Sends what is missing for some jobs, then starts them, or what runs them. When the start fails, what was sent stays: the next start finds it there.</summary>
    /// <param name="jobs">The jobs. What several of them need is sent once.</param>
    /// <param name="uploader">Makes what sends files, at once and on the caller's thread; not asked when there is nothing to send.</param>
    /// <param name="start">Starts.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was started.</returns>
    /// <exception cref="MlOpsException">Something cannot be sent, or cannot be started.</exception>
    public static async Task<MlJob> StartAsync(IReadOnlyList<StagedJob> jobs, Func<IInputUploader> uploader, Func<Task<MlJob>> start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(uploader);
        ArgumentNullException.ThrowIfNull(start);
        StagedInput[] uploads = [.. jobs.SelectMany(job => job.Uploads).DistinctBy(upload => upload.Target)];
        if (uploads.Length > 0)
        {
            var sender = uploader();
            foreach (var upload in uploads)
            {
                await sender.UploadAsync(upload, cancellationToken).ConfigureAwait(false);
            }
        }

        return await start().ConfigureAwait(false);
    }
}
