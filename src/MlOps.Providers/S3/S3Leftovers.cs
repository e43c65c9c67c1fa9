namespace MlOps.Providers.S3;

/// <summary>Ends uploads that nobody goes on with: S3 keeps them, and has them paid for, until somebody does.</summary>
/// <param name="client">S3.</param>
internal sealed class S3Leftovers(S3Client client)
{
    /// <summary>Ends what an earlier run has begun. That this fails keeps nothing from being sent.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="note">What was noted of it; <see langword="null"/> for nothing.</param>
    /// <param name="keep">The upload that is gone on with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task EndAsync(NewObject target, string? note, string keep, CancellationToken cancellationToken)
    {
        try
        {
            if (S3Upload.FromNote(target, note) is { } upload)
            {
                await client.EndUploadAsync(target.Location, upload.Id, cancellationToken).ConfigureAwait(false);
            }
            else if (note == S3Upload.Beginning)
            {
                await EndEmptyAsync(target.Location, keep, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MlOpsException)
        {
            // One may need no permission for this to send files.
        }
    }

    /// <summary>An upload whose id was never heard of has no parts. What has some is somebody else's.</summary>
    private async Task EndEmptyAsync(ObjectLocation target, string keep, CancellationToken cancellationToken)
    {
        foreach (var id in await client.FindUploadsAsync(target, cancellationToken).ConfigureAwait(false))
        {
            if (id != keep && await client.FindPartsAsync(target, id, cancellationToken).ConfigureAwait(false) is { Count: 0 })
            {
                await client.EndUploadAsync(target, id, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
