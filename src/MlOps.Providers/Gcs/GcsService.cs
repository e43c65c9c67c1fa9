using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>The operations of Cloud Storage that MlOps calls. Each throws an <see cref="MlOpsException"/> with Google's own words.</summary>
internal sealed class GcsService
{
    private const string Emulator = "STORAGE_EMULATOR_HOST";

    // Errors name the permission that is needed, and not the method.
    private const string InsertOperation = "storage.objects.create";

    /// <summary>The connections that content goes over. Nothing is decompressed: what is stored is what is checked. Redirections are answers, of which a session's state is one.</summary>
    private static readonly HttpClient s_media = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "MlOps" } },
    };

    private readonly GoogleRestClient _rest;
    private readonly GoogleRestClient _media;
    private readonly GoogleEndpoint _endpoint;

    /// <summary>Takes the way in which services are called.</summary>
    /// <param name="rest">How they are called.</param>
    /// <param name="endpoint">Where this one is called; what is configured when it is not said.</param>
    public GcsService(GoogleRestClient rest, GoogleEndpoint? endpoint = null)
    {
        _rest = rest;
        _media = rest.With(s_media);
        _endpoint = endpoint ?? Endpoint();
        Addresses = new(_endpoint);
    }

    /// <summary>The addresses.</summary>
    public GcsAddresses Addresses { get; }

    /// <summary>How long a call may go without a sign of life.</summary>
    public TimeSpan LongestSilence => _media.LongestSilence;

    /// <summary>Reads a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The bucket.</returns>
    public Task<GcsBucket> GetBucketAsync(string bucket, CancellationToken cancellationToken) =>
        _rest.GetAsync(On("storage.buckets.get", new(GcsStore.Scheme, bucket, "")), _endpoint, Addresses.Bucket(bucket, "fields=location"), GcsJson.Default.GcsBucket, cancellationToken);

    /// <summary>Reads a page of a list.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="pageToken">The token of the page before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The page.</returns>
    public Task<GcsPage> ListAsync(ObjectLocation prefix, string? pageToken, CancellationToken cancellationToken)
    {
        var query = $"prefix={GcsAddresses.Escaped(prefix.Key)}&fields=nextPageToken,items({GcsObject.Fields})&maxResults=1000{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}";
        return _rest.GetAsync(On("storage.objects.list", prefix), _endpoint, Addresses.Objects(prefix.Bucket, query), GcsJson.Default.GcsPage, cancellationToken);
    }

    /// <summary>Reads what is said of an object.</summary>
    /// <param name="location">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object; <see langword="null"/> when there is none.</returns>
    public async Task<GcsObject?> FindAsync(ObjectLocation location, CancellationToken cancellationToken)
    {
        try
        {
            return await _rest.GetAsync(On("storage.objects.get", location), _endpoint, Addresses.Object(location, $"fields={GcsObject.Fields}"), GcsJson.Default.GcsObject, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Opens the bytes of an object as they are stored.</summary>
    /// <param name="location">The object.</param>
    /// <param name="generation">Its generation; empty for the one that there is.</param>
    /// <param name="range">The range; <see langword="null"/> for the whole.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer, also the one that there is no such range.</returns>
    public Task<HttpResponseMessage> OpenAsync(ObjectLocation location, string generation, RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        var address = Addresses.Object(location, generation.Length > 0 ? $"alt=media&generation={Uri.EscapeDataString(generation)}" : "alt=media");
        return _media.SendAsync(On("storage.objects.get", location), _endpoint, Create, static status => status == HttpStatusCode.RequestedRangeNotSatisfiable, cancellationToken);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = range;

            // An object that is stored compressed is decompressed for whoever does not say that he can; ranges are ignored then, and checksums do not fit.
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
            return request;
        }
    }

    /// <summary>Writes an object of one piece.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="metadata">What is said of it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object.</returns>
    public Task<GcsObject> InsertAsync(ObjectLocation target, GcsMetadata metadata, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _media.PostAsync(
            On(InsertOperation, target),
            _endpoint,
            Addresses.Upload(target.Bucket, $"uploadType=multipart&fields={GcsObject.Fields}"),
            patience => new GcsMultipartContent(JsonSerializer.SerializeToUtf8Bytes(metadata, GcsJson.Default.GcsMetadata), content, patience),
            isRepeatable: true,
            GcsJson.Default.GcsObject,
            cancellationToken);

    /// <summary>Begins to write an object in a session that can be gone on with.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="metadata">What is said of it.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The session's address, which is a secret: who has it can write the object.</returns>
    public async Task<Uri> BeginAsync(ObjectLocation target, GcsMetadata metadata, long size, CancellationToken cancellationToken)
    {
        var address = Addresses.Upload(target.Bucket, $"uploadType=resumable&fields={GcsObject.Fields}");
        var body = JsonSerializer.SerializeToUtf8Bytes(metadata, GcsJson.Default.GcsMetadata);
        using var answer = await _media.SendAsync(On(InsertOperation, target), _endpoint, Create, isMeant: null, cancellationToken).ConfigureAwait(false);
        var given = answer.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;
        return Addresses.Session(given) ?? throw new MlOpsException(ErrorCode.ProviderError, $"Cloud Storage began an upload to {metadata.Name} and did not say where to send it.", "Try again.", metadata.Name);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = GoogleRestClient.Json(body) };
            request.Headers.TryAddWithoutValidation("X-Upload-Content-Type", metadata.ContentType);
            request.Headers.TryAddWithoutValidation("X-Upload-Content-Length", size.ToString(CultureInfo.InvariantCulture));
            return request;
        }
    }

    /// <summary>Asks a session how far it is.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">The object to be.</param>
    /// <param name="size">The object's size in bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How far it is.</returns>
    public async Task<GcsSessionState> AskAsync(Uri session, ObjectLocation target, long size, CancellationToken cancellationToken)
    {
        using var answer = await _media.SendAsync(On(InsertOperation, target), _endpoint, Create, GcsSessionState.IsState, cancellationToken).ConfigureAwait(false);
        return await GcsSessionState.ReadAsync(answer, _endpoint.Address.Host, cancellationToken).ConfigureAwait(false);

        HttpRequestMessage Create() => new(HttpMethod.Put, session) { Content = new ByteArrayContent([]) { Headers = { ContentRange = new(size) } } };
    }

    /// <summary>Sends bytes to a session, once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">The object to be.</param>
    /// <param name="createContent">Makes the bytes, with their range. They show the patience signs of life.</param>
    /// <param name="checksum">The object's CRC-32C, when these are its last bytes and it is to be held against them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How far it is now.</returns>
    public async Task<GcsSessionState> SendAsync(Uri session, ObjectLocation target, Func<Patience, HttpContent> createContent, string? checksum, CancellationToken cancellationToken)
    {
        using var patience = new Patience(LongestSilence, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = createContent(patience) };
            if (checksum is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Goog-Hash", $"crc32c={checksum}");
            }

            using var answer = await _media.SendOnceAsync(_endpoint, request, patience.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode || GcsSessionState.IsState(answer.StatusCode)
                ? await GcsSessionState.ReadAsync(answer, _endpoint.Address.Host, patience.Token).ConfigureAwait(false)
                : throw GoogleErrors.From(On(InsertOperation, target), answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw GoogleErrors.From(On(InsertOperation, target), _endpoint.Address.Host, patience.IsOver ? new TimeoutException() : e);
        }
    }

    /// <summary>Throws a session away.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">The object that it was to make.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task CancelAsync(Uri session, ObjectLocation target, CancellationToken cancellationToken)
    {
        using var answer = await _media.SendAsync(On(InsertOperation, target), _endpoint, () => new(HttpMethod.Delete, session) { Content = new ByteArrayContent([]) }, GcsSessionState.IsGone, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an object of others, which are gone then.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="composition">What it is made of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object.</returns>
    public Task<GcsObject> ComposeAsync(ObjectLocation target, GcsComposition composition, CancellationToken cancellationToken) =>
        _rest.PostAsync(
            On(InsertOperation, target),
            _endpoint,
            Addresses.Composition(target, $"fields={GcsObject.Fields}"),
            _ => GoogleRestClient.Json(JsonSerializer.SerializeToUtf8Bytes(composition, GcsJson.Default.GcsComposition)),
            isRepeatable: true,
            GcsJson.Default.GcsObject,
            cancellationToken);

    /// <summary>Deletes one generation of an object, and never another one.</summary>
    /// <param name="location">The object.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    public async Task DeleteAsync(ObjectLocation location, string generation, CancellationToken cancellationToken)
    {
        var address = Addresses.Object(location, $"generation={Uri.EscapeDataString(generation)}");
        using var answer = await _rest.SendAsync(On("storage.objects.delete", location), _endpoint, () => new(HttpMethod.Delete, address), static status => status == HttpStatusCode.NotFound, cancellationToken).ConfigureAwait(false);
    }

    private static string On(string operation, ObjectLocation place) => GoogleErrors.On(operation, place.ToString());

    private static GoogleEndpoint Endpoint() => Environment.GetEnvironmentVariable(Emulator) is { Length: > 0 } host
        ? GoogleEndpoint.Checked(host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}", Emulator)
        : GoogleEndpoint.Of("storage", "https://storage.googleapis.com/");
}
