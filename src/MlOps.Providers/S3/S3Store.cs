using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Lists, reads and writes objects of S3.</summary>
internal sealed class S3Store : IObjectStore
{
    /// <summary>What the address of an object begins with.</summary>
    public const string Scheme = "s3://";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly S3Client _client;
    private readonly S3Uploads _uploads;

    /// <summary>Makes a store. Nothing is asked for and nobody called before its first call.</summary>
    /// <param name="settings">Where it is called.</param>
    /// <param name="credentials">Finds what calls are signed with.</param>
    /// <param name="notes">Where unfinished uploads are remembered; <see langword="null"/> for the user's own place.</param>
    /// <param name="patience">How long a connection may be silent before it counts as dead; <see langword="null"/> for a minute.</param>
    public S3Store(AwsSettings settings, Func<AWSCredentials> credentials, TransferNotes? notes = null, TimeSpan? patience = null)
    {
        _client = new(settings, credentials, patience ?? s_patience);
        _uploads = new(_client, this, notes ?? TransferNotes.OfUser);
    }

    /// <inheritdoc/>
    string IObjectStore.Scheme => Scheme;

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var coming = PageAsync(prefix, token: null, ended.Token);
        try
        {
            while (coming is not null)
            {
                var page = await coming.ConfigureAwait(false);

                // While one page is used, the next is on its way.
                coming = page.Next is { } next ? PageAsync(prefix, next, ended.Token) : null;
                foreach (var item in page.Objects)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task?)coming ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken)
    {
        try
        {
            var (found, ofParts) = await _client.AskAsync(
                new(HttpMethod.Head, "GetObject", Checked(location)) { Headers = [("x-amz-checksum-mode", "ENABLED")] }, (response, _) => Describe(location, response), cancellationToken).ConfigureAwait(false);
            return found.Checksums.Count == 0 && ofParts.Count > 0 ? await AddChecksumsOfPartsAsync(found, ofParts, cancellationToken).ConfigureAwait(false) : found;
        }
        catch (MlOpsException e) when (S3Refusal.Status(e) == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (MlOpsException e) when (S3Refusal.Status(e) is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            // What is refused to HEAD has no reason with it. One byte of it is refused for the same reason, in words.
            (await _client.OpenAsync(new(HttpMethod.Get, "GetObject", location) { Headers = [("range", "bytes=0-0")] }, cancellationToken).ConfigureAwait(false)).Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return new(Stream.Null, []);
        }

        var isWhole = offset == 0 && length == source.Size;
        List<(string Name, string Value)> headers = source.Version.Length > 0 ? [("if-match", $"\"{source.Version}\"")] : [];
        headers.Add(isWhole ? ("x-amz-checksum-mode", "ENABLED") : ("range", string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-{offset + length - 1}")));
        var response = await _client.OpenAsync(new(HttpMethod.Get, "GetObject", Checked(source.Location)) { Headers = headers }, cancellationToken).ConfigureAwait(false);
        try
        {
            S3Range.Check(response, source, offset, length, isWhole);
            return new(
                await _client.ReadAsync(response, length, TerminalText.Clean(source.Location.ToString()), cancellationToken).ConfigureAwait(false),
                [.. S3Checksums.Read(response, source.Location.Bucket).Where(each => each.Parts == 0).Select(each => each.Checksum)]);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken)
    {
        Checked(target.Location);
        return _uploads.BeginAsync(target, cancellationToken);
    }

    /// <summary>The region that a bucket is in.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The region; empty when S3 does not say.</returns>
    /// <exception cref="MlOpsException">There is no such bucket, S3 refused, or could not be reached.</exception>
    public async Task<string> FindRegionAsync(string bucket, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.AskAsync(
                new(HttpMethod.Head, "ListBucket", new(Scheme, bucket, "")), (response, _) => S3Headers.Find(response.Headers, S3Refusal.RegionHeader), cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (S3Refusal.Status(e) is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest && S3Refusal.Region(e) is { Length: > 0 } region)
        {
            return region;
        }
    }

    private static ObjectLocation Checked(ObjectLocation location) => S3Escape.Problem(location.Key) is { Length: > 0 } problem
        ? throw new MlOpsException(ErrorCode.Corrupt, $"S3 cannot have an object '{TerminalText.Clean(location.Key)}' in '{TerminalText.Clean(location.Bucket)}': {problem}.", "Give it another name.", location.ToString())
        : location;

    private Task<S3Page> PageAsync(ObjectLocation prefix, string? token, CancellationToken cancellationToken)
    {
        List<(string Name, string Value)> parameters = [("list-type", "2"), ("encoding-type", "url")];
        if (prefix.Key.Length > 0)
        {
            parameters.Add(("prefix", prefix.Key));
        }

        if (token is not null)
        {
            parameters.Add(("continuation-token", token));
        }

        return _client.AskAsync(new(HttpMethod.Get, "ListBucket", prefix with { Key = "" }, [.. parameters]), (_, body) => S3Page.Read(prefix, body), cancellationToken);
    }

    private static (StoredObject Found, IReadOnlyList<(ObjectChecksum Checksum, int Parts)> OfParts) Describe(ObjectLocation location, HttpResponseMessage response)
    {
        var known = S3Checksums.Read(response, location.Bucket).ToLookup(each => each.Parts == 0);
        var found = new StoredObject
        {
            Location = location,
            Size = response.Content.Headers.ContentLength ?? 0,
            LastModified = response.Content.Headers.LastModified ?? default,
            Version = S3Headers.ETag(response),
            ContentEncoding = S3Headers.ContentEncoding(response),
            Checksums = [.. known[true].Select(each => each.Checksum)],
        };
        return (found, [.. known[false]]);
    }

    /// <summary>Nothing is known but checksums of checksums of parts: they are of use to who knows where the parts begin.</summary>
    private async Task<StoredObject> AddChecksumsOfPartsAsync(StoredObject found, IReadOnlyList<(ObjectChecksum Checksum, int Parts)> ofParts, CancellationToken cancellationToken)
    {
        var parts = ofParts[0].Parts;
        var partSize = parts == 1 ? Math.Max(1, found.Size) : await FindPartSizeAsync(found, parts, cancellationToken).ConfigureAwait(false);
        return partSize == 0 ? found : found with { Checksums = [.. ofParts.Where(each => each.Parts == parts).Select(each => each.Checksum with { PartSize = partSize })] };
    }

    /// <summary>The size of the parts that an object was made of, as the first one tells it; zero when the parts cannot all have that size.</summary>
    private Task<long> FindPartSizeAsync(StoredObject of, int parts, CancellationToken cancellationToken) => _client.AskAsync(
        new(HttpMethod.Head, "GetObject", of.Location, ("partNumber", "1")),
        (response, _) => response.Content.Headers.ContentLength is > 0 and var first
            && S3Headers.Find(response.Headers, "x-amz-mp-parts-count") == parts.ToString(CultureInfo.InvariantCulture)
            && (of.Size + first - 1) / first == parts ? first : 0,
        cancellationToken);
}
