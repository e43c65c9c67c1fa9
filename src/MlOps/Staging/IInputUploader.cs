namespace MlOps;

/// <summary>Sends files of this machine to a store. Is called on whatever thread, for one input after the other.</summary>
public interface IInputUploader
{
    /// <summary>Sends what is not there yet, and returns when all of it is there.</summary>
    /// <param name="input">The files and where they go.</param>
    /// <param name="cancellationToken">Ends the work. What was sent until then stays, and is not sent again.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">A file cannot be read or has changed, or the store refused.</exception>
    Task UploadAsync(StagedInput input, CancellationToken cancellationToken);
}
