namespace MlOps.Tests.Support;

/// <summary>Lists and reads the files of jobs as the cmdlets do.</summary>
internal static class JobFiles
{
    public static IAsyncEnumerable<MlArtifact> ListArtifactsAsync(this IProvider provider, MlJob job, CancellationToken cancellationToken) =>
        provider.ListFilesAsync(job, cancellationToken).Select(file => file.ToArtifact(job));

    /// <summary>Opens a whole object of a provider's store.</summary>
    public static Task<Stream> OpenAsync(this IProvider provider, MlArtifact artifact, CancellationToken cancellationToken) =>
        provider.OpenAsync(ObjectLocation.Parse(provider.Store.Scheme, artifact.Uri)!.Value, artifact.Size, cancellationToken);

    /// <summary>Opens an object of a provider's store.</summary>
    public static async Task<Stream> OpenAsync(this IProvider provider, ObjectLocation location, long size, CancellationToken cancellationToken) =>
        (await provider.Store.OpenAsync(new() { Location = location, Size = size }, 0, size, cancellationToken)).Stream;
}
