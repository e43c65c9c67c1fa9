using Amazon.Runtime;
using MlOps.Providers.Aws;
using MlOps.Providers.S3;
using MlOps.StandIn.Storage;
using MlOps.Tests.Support;

namespace MlOps.Tests.S3;

/// <summary>A bucket of a stand-in for S3 on this machine, and the store that looks at it.</summary>
internal sealed class S3Fixture : IAsyncDisposable
{
    public const string Bucket = "data";

    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _folder = new();

    private S3Fixture(StorageServer server)
    {
        Server = server;
        foreach (var name in new[] { "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_MAX_ATTEMPTS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "HTTP_PROXY", "http_proxy" })
        {
            _variables[name] = null;
        }

        _variables["AWS_CONFIG_FILE"] = _folder.File("config");
        _variables["AWS_SHARED_CREDENTIALS_FILE"] = _folder.File("credentials");
        _variables["AWS_ENDPOINT_URL_S3"] = server.Url;
        Table.AddBucket(Bucket);
        Store = NewStore();
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public StorageServer Server { get; }

    public ObjectTable Table => Server.Table;

    public StorageFaults Faults => Server.Faults;

    public StorageCalls Calls => Server.Calls;

    public IObjectStore Store { get; }

    public TransferNotes Notes => new(_folder.File("notes"));

    public bool HasNotes => Directory.Exists(_folder.File("notes")) && Directory.EnumerateFiles(_folder.File("notes")).Any();

    public static async Task<S3Fixture> StartAsync(StorageOptions? options = null) => new(await StorageServer.StartAsync(new(), options, cancellation: Stop));

    public static ObjectLocation At(string key) => new(S3Store.Scheme, Bucket, key);

    public static byte[] Bytes(int size, int seed = 1)
    {
        var bytes = new byte[size];
#pragma warning disable CA5394 // The same bytes each time.
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }

    public static ObjectChecksum Sum(byte[] content) => new(ChecksumAlgorithm.Crc64Nvme, Crc.Crc64Nvme.ToBytes(Crc.Crc64Nvme.Append(0, content)));

    /// <summary>Another store of the same bucket, as another process would have it.</summary>
    public S3Store NewStore(TimeSpan? patience = null, string region = "us-east-1") =>
        new(new AwsSettings(region, null), () => new BasicAWSCredentials("AKIAMADEUPMADEUPMADE", "secret"), Notes, patience ?? TimeSpan.FromSeconds(20));

    public async Task<StoredObject> DescribeAsync(string key) => (await Store.DescribeAsync(At(key), Stop))!;

    public async Task<byte[]> ReadAsync(StoredObject source, long offset, long length, IObjectStore? store = null)
    {
        await using var content = await (store ?? Store).OpenAsync(source, offset, length, Stop);
        using var all = new MemoryStream();
        await content.Stream.CopyToAsync(all, Stop);
        return all.ToArray();
    }

    public static async Task<MlOpsException> RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(call);
        Assert.DoesNotContain("secret", $"{error.Message} {error.RecommendedAction}", StringComparison.Ordinal);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _variables.Dispose();
        _folder.Dispose();
    }
}
