using MlOps.StandIn.Storage;

namespace MlOps.Tests.Transfer;

/// <summary>More objects than anybody would keep in mind.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class ManyKeysTests
{
    private const int Count = 100_000;
    private const long MostMemory = 48 << 20;

    public static TheoryData<StoreKind> Kinds => [StoreKind.S3, StoreKind.CloudStorage];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Many_objects_that_are_there_already_take_next_to_no_memory(StoreKind kind)
    {
        await using var cloud = await ServeAsync(kind);
        var store = cloud.NewStore();
        var (seen, unlike, most, before) = (0, 0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        await foreach (var (_, isSame) in new TransferComparison(null).CompareAsync(Plan(cloud, store, new Twin(isThere: true)), CloudFixture.Stop))
        {
            unlike += isSame ? 0 : 1;
            if (++seen % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal((Count, 0), (seen, unlike));
        Assert.InRange(most, long.MinValue, MostMemory);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Many_objects_are_transferred_in_little_memory_while_they_are_listed(StoreKind kind)
    {
        await using var cloud = await ServeAsync(kind);
        var store = cloud.NewStore();
        var list = kind == StoreKind.S3 ? "ListObjectsV2" : "objects.list";
        var (seen, most, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        var wanted = new TransferComparison(null).CompareAsync(Plan(cloud, store, new Twin(isThere: false)), CloudFixture.Stop).Where(one => !one.IsSame).Select(one => one.Item);
        await foreach (var outcome in new TransferEngine(new(null)).RunAsync(wanted, CloudFixture.Stop))
        {
            Assert.Null(outcome.Error);
            if (seen++ == 0)
            {
                // Of a hundred pages.
                Assert.InRange(cloud.Server.Calls.Count(list), 1, 5);
            }

            if (seen % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(Count, seen);
        Assert.InRange(most, long.MinValue, MostMemory);
    }

    private static async Task<CloudFixture> ServeAsync(StoreKind kind)
    {
        var cloud = await CloudFixture.ServeAsync(kind);
        cloud.Server.Calls.KeepsAll = false;
        var nothing = new MemoryBlob(ReadOnlyMemory<byte>.Empty);
        for (var i = 0; i < Count; i++)
        {
            cloud.Table.Put(CloudFixture.Bucket, $"checkpoints/step-{i / 100:D5}/shard-{i % 100:D3}", nothing, new() { ETag = $"{i:x32}" });
        }

        return cloud;
    }

    private static IAsyncEnumerable<TransferItem> Plan(CloudFixture cloud, IObjectStore store, Twin twin) => TransferPlan.ListAsync(
        twin.Watch(store.ListAsync(cloud.At(""), CloudFixture.Stop)).Select(found => (store, found, found.Location.Key)), twin, FolderStore.At(cloud.Folder), CloudFixture.Stop);

    /// <summary>A folder in which everything is that was listed, or nothing; and which takes what it is given.</summary>
    private sealed class Twin(bool isThere) : IObjectStore
    {
        private StoredObject? _listed;

        public string Scheme => FolderStore.FolderScheme;

        public bool IsNear => true;

        public IAsyncEnumerable<StoredObject> Watch(IAsyncEnumerable<StoredObject> listed) => listed.Select(found => _listed = found);

        public IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken) =>
            Task.FromResult(isThere ? FolderStore.Of(location, _listed!.Size, VersionTime.Of(_listed).UtcDateTime) : null);

        public Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken) => Task.FromResult<IObjectWriter>(new Writer(target));

        private sealed class Writer(NewObject target) : IObjectWriter
        {
            public IReadOnlyList<ObjectPart> Parts { get; } = [new(0, target.Size)];

            public ChecksumAlgorithm? Wanted => null;

            public long Done(int part) => target.Size;

            public Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken) => Task.CompletedTask;

            public Stream ReadBack(long offset, long length) => Stream.Null;

            public Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken) => Task.FromResult(new StoredObject { Location = target.Location, Size = target.Size });

            public Task AbandonAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
