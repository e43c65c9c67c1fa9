using Amazon.Runtime;
using MlOps.Providers.Aws;
using MlOps.Providers.Gcs;
using MlOps.Providers.Google;
using MlOps.Providers.S3;
using MlOps.StandIn.Storage;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>A bucket of a stand-in on this machine, a folder, and the engine between the two, over real connections.</summary>
internal sealed partial class CloudFixture : IAsyncDisposable
{
    public const string Bucket = "training";

    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _folder = new();
    private long _moved;

    private CloudFixture(StoreKind kind, StorageServer server)
    {
        (Kind, Server) = (kind, server);
        foreach (var name in new[] { "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_MAX_ATTEMPTS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "HTTP_PROXY", "http_proxy" })
        {
            _variables[name] = null;
        }

        _variables["AWS_CONFIG_FILE"] = _folder.File("config");
        _variables["AWS_SHARED_CREDENTIALS_FILE"] = _folder.File("credentials");
        _variables["AWS_ENDPOINT_URL_S3"] = server.Url;
        Table.AddBucket(Bucket);
        Directory.CreateDirectory(Folder);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public StoreKind Kind { get; }

    public StorageServer Server { get; }

    public ObjectTable Table => Server.Table;

    /// <summary>The folder of this machine that files come from or go to.</summary>
    public string Folder => _folder.File("files");

    /// <summary>What reads a range of an object.</summary>
    public string Get => Kind == StoreKind.S3 ? "GetObject" : "objects.getMedia";

    /// <summary>How many bytes the last transfer has read.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>What remembers unfinished uploads.</summary>
    public string[] Notes => Directory.Exists(_folder.File("notes")) ? Directory.GetFiles(_folder.File("notes")) : [];

    /// <summary>Every file of the folder, unfinished ones among them.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public static async Task<CloudFixture> ServeAsync(StoreKind kind, StorageOptions? options = null, int seed = 1) =>
        new(kind, await StorageServer.StartAsync(new ObjectTable(), options, seed: seed, cancellation: Stop));

    public static byte[] Bytes(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A store as the next run has it.</summary>
    public IObjectStore NewStore()
    {
        var notes = new TransferNotes(_folder.File("notes"));
        return Kind == StoreKind.S3
            ? new S3Store(new AwsSettings("us-east-1", null), () => new BasicAWSCredentials("AKIAMADEUPMADEUPMADE", "secret"), notes, TimeSpan.FromSeconds(20))
            : new GcsStore(new GoogleRestClient(new GoogleTokens(), longestSilence: TimeSpan.FromSeconds(20)), notes, new GoogleEndpoint(new(Server.Url + "/"), NeedsToken: false));
    }

    /// <summary>Puts an object into the bucket.</summary>
    public byte[] Put(string key, int size, int seed = 1)
    {
        var content = Bytes(size, seed);
        Table.Put(Bucket, key, content);
        return content;
    }

    /// <summary>Writes a file into the folder.</summary>
    public byte[] Write(string name, int size, int seed = 1)
    {
        var content = Bytes(size, seed);
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return content;
    }

    /// <summary>Refuses the next requests of each kind, and says that they may come again at once. However unlucky one of them is, it is not refused more often than stores are patient.</summary>
    public void StartStorm(int status)
    {
        string[] operations = Kind == StoreKind.S3
            ? ["ListObjectsV2", "HeadObject", "GetObject", "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"]
            : ["objects.list", "objects.get", "objects.getMedia", "objects.insertMultipart", "objects.insertResumable", "objects.resume", "objects.compose"];
        foreach (var operation in operations)
        {
            Server.Faults.Add(new() { Kind = StorageFaultKind.Status, Operation = operation, Status = status, Times = 4, RetryAfter = 0 });
        }
    }

    /// <summary>Fetches what is in the bucket and not in the folder.</summary>
    public Task<List<TransferOutcome>> DownloadAsync() => RunAsync(NewStore(), At(""), new FolderStore(), FolderStore.At(Folder));

    /// <summary>Sends what is in the folder and not in the bucket.</summary>
    /// <param name="source">Reads the folder.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public Task<List<TransferOutcome>> UploadAsync(FolderStore? source = null, CancellationToken? cancellationToken = null) =>
        RunAsync(source ?? new(), FolderStore.At(Folder), NewStore(), At(""), cancellationToken);

    /// <summary>The bytes of an object; <see langword="null"/> when there is none.</summary>
    public byte[]? Stored(string key) => Table.Find(Bucket, key)?.Content.ToArray();

    /// <summary>The keys of all objects, temporary ones among them.</summary>
    public string[] Keys() => [.. Table.Find(Bucket)!.Objects.Select(one => one.Key)];

    /// <summary>The ids of the uploads to S3 that are not complete.</summary>
    public async Task<string[]> OpenUploadsAsync()
    {
        using var http = new HttpClient();
        var page = System.Xml.Linq.XDocument.Parse(await http.GetStringAsync($"{Server.Url}/{Bucket}?uploads", Stop));
        return [.. page.Descendants().Where(element => element.Name.LocalName == "UploadId").Select(element => element.Value)];
    }

    /// <summary>Throws away, as somebody else may, what has been begun of an object.</summary>
    public async Task EndUploadsAsync(string key)
    {
        using var http = new HttpClient();
        var addresses = Kind == StoreKind.S3
            ? (await OpenUploadsAsync()).Select(id => $"{Server.Url}/{Bucket}/{key}?uploadId={id}")
            : Notes.SelectMany(note => Sessions().Matches(File.ReadAllText(note))).Select(session => session.Value.Replace(@"\u0026", "&", StringComparison.Ordinal));
        foreach (var address in addresses.ToList())
        {
            var answer = await http.DeleteAsync(new Uri(address), Stop);
            Assert.True((int)answer.StatusCode is 204 or 499, $"{address} answers {answer.StatusCode}.");
        }
    }

    /// <summary>Holds the folder against what should be there: nothing else, whole, and with its time.</summary>
    public void RequireFiles(IReadOnlyDictionary<string, byte[]> expected)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Files);
        foreach (var (name, content) in expected)
        {
            var path = Path.Combine(Folder, name);
            Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(path)), $"{name} is another content.");
            Assert.Equal(Table.Find(Bucket, name)!.LastModified.ToUnixTimeSeconds(), new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds());
        }
    }

    /// <summary>Holds the bucket against what should be there: nothing else, whole, and nothing begun.</summary>
    public async Task RequireObjectsAsync(IReadOnlyDictionary<string, byte[]> expected)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Keys());
        Assert.All(expected, one => Assert.True(one.Value.AsSpan().SequenceEqual(Stored(one.Key)), $"{one.Key} is another content."));
        await RequireNothingBegunAsync();
    }

    /// <summary>No upload is left unfinished, here or there.</summary>
    public async Task RequireNothingBegunAsync()
    {
        Assert.Empty(Notes);
        Assert.Empty(await OpenUploadsAsync());
        Assert.DoesNotContain(Keys(), key => key.Contains(GcsCompositeWriter.PartsFolder, StringComparison.Ordinal));
        Assert.Empty(Server.Violations);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _variables.Dispose();
        _folder.Dispose();
    }

    /// <summary>A place in the bucket.</summary>
    public ObjectLocation At(string key) => new(Kind == StoreKind.S3 ? S3Store.Scheme : GcsStore.Scheme, Bucket, key);

    private async Task<List<TransferOutcome>> RunAsync(IObjectStore from, ObjectLocation prefix, IObjectStore to, ObjectLocation folder, CancellationToken? cancellationToken = null)
    {
        var stop = cancellationToken ?? Stop;
        var meter = new TransferMeter(new Progress(this));
        var objects = from.ListAsync(prefix, stop).Select(found => (from, found, found.Location.Key));
        var wanted = await new TransferComparison(null).CompareAsync(TransferPlan.ListAsync(objects, to, folder, stop), stop).Where(one => !one.IsSame).Select(one => one.Item).ToListAsync(stop);
        wanted.ForEach(item => meter.Expect(item.Origin.Size));
        meter.EndListing();
        return await new TransferEngine(meter, new QuickClock()).RunAsync(wanted.ToAsyncEnumerable(), stop).ToListAsync(stop);
    }

    [System.Text.RegularExpressions.GeneratedRegex("http:[^\"]+")]
    private static partial System.Text.RegularExpressions.Regex Sessions();

    private sealed class Progress(CloudFixture cloud) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => Interlocked.Exchange(ref cloud._moved, value.BytesMoved);
    }
}
