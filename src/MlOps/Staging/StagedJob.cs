namespace MlOps;

/// <summary>A job whose code and inputs are where its provider can read them, as soon as what is missing has been sent.</summary>
/// <param name="Spec">The job, with addresses in the place of paths.</param>
/// <param name="Uploads">What has to be there before it starts.</param>
public sealed record StagedJob(TrainingSpec Spec, IReadOnlyList<StagedInput> Uploads)
{
    /// <summary>Sends what is missing, then starts the job. When the start fails, what was sent stays: the next start finds it there.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="uploader">Makes what sends files, at once and on the caller's thread; not asked when there is nothing to send.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job.</returns>
    /// <exception cref="MlOpsException">Something cannot be sent, or the job cannot be started.</exception>
    public async Task<MlJob> StartAsync(IProvider provider, Func<IInputUploader> uploader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(uploader);
        if (Uploads.Count > 0)
        {
            var sender = uploader();
            foreach (var upload in Uploads)
            {
                await sender.UploadAsync(upload, cancellationToken).ConfigureAwait(false);
            }
        }

        return await provider.StartAsync(Spec, cancellationToken).ConfigureAwait(false);
    }
}
