using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.Gcs;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>The files of a custom job, in the name space that is the same for every provider.</summary>
internal static class CustomJobArtifacts
{
    private static readonly string[] s_folders = ["model/", "output/", "checkpoints/", "logs/"];

    /// <summary>Lists the files below the job's base output directory.</summary>
    /// <param name="store">Cloud Storage.</param>
    /// <param name="document">The job's document.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files; none when the job has no such directory.</returns>
    public static async IAsyncEnumerable<JobFile> ListAsync(GcsStore store, JsonElement document, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Base(document) is not { } folder)
        {
            yield break;
        }

        await foreach (var entry in store.ListAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            // A name that ends with a slash is what consoles call a folder.
            if (!entry.Location.Key.EndsWith('/'))
            {
                var path = entry.Location.Key[folder.Key.Length..];
                yield return new(s_folders.Any(known => path.StartsWith(known, StringComparison.Ordinal)) ? path : $"output/{path}", store, entry);
            }
        }
    }

    private static ObjectLocation? Base(JsonElement document) =>
        document.TryGetProperty("jobSpec", out var spec) && spec.TryGetProperty("baseOutputDirectory", out var directory) && directory.TryGetProperty("outputUriPrefix", out var uri)
        && ObjectLocation.Parse(GcsStore.Scheme, uri.GetString()) is { } location
            ? location.Folder
            : null;
}
