using System.Collections.Concurrent;
using MlOps.Providers.Gcs;
using MlOps.Providers.Google;
using MlOps.StandIn.Storage;
using MlOps.Tests.Support;

namespace MlOps.Tests.Gcs;

/// <summary>Cloud Storage as MlOps calls it, with a stand-in on this machine and notes of its own.</summary>
internal sealed class GcsFixture : IAsyncDisposable
{
    public const string Bucket = "training";

    private static readonly ConcurrentDictionary<int, byte[]> s_large = new();

    private readonly TemporaryFolder _folder = new();
    private readonly TimeSpan? _longestSilence;

    private GcsFixture(StorageServer server, TimeSpan? longestSilence)
    {
        Server = server;
        _longestSilence = longestSilence;
        server.Table.AddBucket(Bucket);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public StorageServer Server { get; }

    public ObjectTable Table => Server.Table;

    public string NotesFolder => _folder.File("notes");

    /// <summary>A store as the next run has it.</summary>
    public GcsStore Store => new(new GoogleRestClient(new GoogleTokens(), longestSilence: _longestSilence), new TransferNotes(NotesFolder), new GoogleEndpoint(new(Server.Url + "/"), NeedsToken: false));

    public static async Task<GcsFixture> Serve(StorageOptions? options = null, TimeSpan? longestSilence = null) =>
        new(await StorageServer.StartAsync(new ObjectTable(), options, cancellation: Stop), longestSilence);

    public static ObjectLocation At(string key) => new(GcsStore.Scheme, Bucket, key);

    /// <summary>Bytes that repeat nowhere nearby, the same for a size. They are not to be changed.</summary>
    public static byte[] Bytes(int size)
    {
        return size < 1 << 20 ? Make(size) : s_large.GetOrAdd(size, Make);

        static byte[] Make(int size)
        {
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            return bytes;
        }
    }

    public static ObjectChecksum Sum(byte[] content) => new(ChecksumAlgorithm.Crc32C, Crc.Crc32C.ToBytes(Crc.Crc32C.Append(0, content)));

    public static NewObject Target(string key, byte[] content) => new() { Location = At(key), Size = content.Length, Identity = Sum(content).ToString() };

    /// <summary>Opens a part of some content, as the engine does.</summary>
    public static Func<long, CancellationToken, Task<Stream>> Open(byte[] content, ObjectPart part) =>
        (offset, _) => Task.FromResult<Stream>(new MemoryStream(content, (int)(part.Offset + offset), (int)(part.Length - offset), writable: false));

    /// <summary>Writes all parts, side by side.</summary>
    public static Task WriteParts(IObjectWriter writer, byte[] content) =>
        Task.WhenAll(writer.Parts.Select((part, i) => writer.WriteAsync(i, Open(content, part), Stop)));

    /// <summary>Reads a range whole.</summary>
    public static async Task<byte[]> Read(IObjectStore store, StoredObject source, long offset, long length)
    {
        await using var content = await store.OpenAsync(source, offset, length, Stop);
        using var bytes = new MemoryStream();
        await content.Stream.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    /// <summary>What the stand-in has under a key.</summary>
    public byte[]? Stored(string key) => Table.Find(Bucket, key)?.Content.ToArray();

    public async Task<StoredObject> Write(string key, byte[] content, string encoding = "")
    {
        await using var writer = await Store.WriteAsync(Target(key, content) with { ContentEncoding = encoding }, Stop);
        await WriteParts(writer, content);
        return await writer.CompleteAsync(Sum(content), Stop);
    }

    public async Task<StoredObject> Describe(string key) => await Store.DescribeAsync(At(key), Stop) ?? throw new InvalidOperationException($"There is no {key}.");

    /// <summary>Meets the next requests with a failure, and says that they may come again at once.</summary>
    public void Refuse(string operation, int status, int? times = 1) =>
        Server.Faults.Add(new() { Kind = StorageFaultKind.Status, Operation = operation, Status = status, Times = times, RetryAfter = 0 });

    /// <summary>The keys of all objects.</summary>
    public string[] Keys() => [.. Table.Find(Bucket)!.Objects.Select(one => one.Key)];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
