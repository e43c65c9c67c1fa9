using System.Globalization;
using System.Runtime.CompilerServices;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>Lists and reads objects of Cloud Storage.</summary>
/// <param name="rest">How it is called.</param>
internal sealed class GcsStore(GoogleRestClient rest)
{
    /// <summary>What the address of an object begins with.</summary>
    public const string Scheme = "gs://";

    private const string Emulator = "STORAGE_EMULATOR_HOST";

    private readonly GoogleEndpoint _endpoint = Endpoint();

    /// <summary>Lists the objects whose names begin with a prefix, by name.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The objects, as they arrive.</returns>
    /// <exception cref="MlOpsException">Cloud Storage refused, or could not be reached.</exception>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var query = $"?prefix={Uri.EscapeDataString(prefix.Key)}&fields=nextPageToken,items(name,size,updated)&maxResults=1000{(token is null ? "" : $"&pageToken={Uri.EscapeDataString(token)}")}";
            var page = await rest.GetAsync("storage.objects.list", _endpoint, $"storage/v1/b/{Uri.EscapeDataString(prefix.Bucket)}/o{query}", GcsJson.Default.GcsPage, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
            {
                yield return new() { Location = prefix with { Key = item.Name ?? "" }, Size = long.TryParse(item.Size, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0, LastModified = item.Updated ?? DateTimeOffset.UnixEpoch };
            }

            token = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Opens an object.</summary>
    /// <param name="location">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="MlOpsException">It is gone, Cloud Storage refused, or could not be reached.</exception>
    public Task<Stream> OpenAsync(ObjectLocation location, CancellationToken cancellationToken) =>
        rest.OpenAsync("storage.objects.get", _endpoint, $"storage/v1/b/{Uri.EscapeDataString(location.Bucket)}/o/{Uri.EscapeDataString(location.Key)}?alt=media", cancellationToken);

    /// <summary>The location that a bucket is in, in lower case: <c>europe-west4</c>, or <c>eu</c> for one of several regions.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The location.</returns>
    /// <exception cref="MlOpsException">There is no such bucket, Cloud Storage refused, or could not be reached.</exception>
    public async Task<string> FindLocationAsync(string bucket, CancellationToken cancellationToken)
    {
        var found = await rest.GetAsync("storage.buckets.get", _endpoint, $"storage/v1/b/{Uri.EscapeDataString(bucket)}?fields=location", GcsJson.Default.GcsBucket, cancellationToken).ConfigureAwait(false);
        return (found.Location ?? "").ToLowerInvariant();
    }

    private static GoogleEndpoint Endpoint() => Environment.GetEnvironmentVariable(Emulator) is { Length: > 0 } host
        ? GoogleEndpoint.Checked(host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}", Emulator)
        : GoogleEndpoint.Of("storage", "https://storage.googleapis.com/");
}
