using System.Collections.Concurrent;

namespace MlOps.Tests.Transfer;

/// <summary>A folder that answers as a store in a cloud does, with checksums and with faults.</summary>
internal sealed class FaultyStore(string folder) : IObjectStore
{
    private readonly FolderStore _inner = new();
    private long _bytes;

    public string Scheme => "test://";

    /// <summary>What the store says of its objects.</summary>
    public Func<byte[], IReadOnlyList<ObjectChecksum>> Checksums { get; set; } = content => [Whole(ChecksumAlgorithm.Crc64Nvme, content)];

    /// <summary>Is asked before each answer; what it throws, the store throws.</summary>
    public Action<StoredObject, long> BeforeOpen { get; set; } = (_, _) => { };

    /// <summary>After how many bytes an answer breaks off; null for not at all.</summary>
    public Func<StoredObject, long, long?> CutAfter { get; set; } = (_, _) => null;

    /// <summary>Which byte of the object comes wrong; null for none.</summary>
    public Func<StoredObject, long, long?> Corrupts { get; set; } = (_, _) => null;

    /// <summary>How many bytes have been served.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public ConcurrentQueue<string> Described { get; } = new();

    public static ObjectChecksum Whole(ChecksumAlgorithm algorithm, byte[] content)
    {
        using var hash = ContentHash.Create(algorithm);
        hash.Append(content);
        return new(algorithm, hash.Finish());
    }

    public ObjectLocation At(string key) => new(Scheme, "bucket", key);

    public IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, CancellationToken cancellationToken) =>
        _inner.ListAsync(FolderStore.At(folder) with { Key = prefix.Key }, cancellationToken).Select(found => found with { Location = At(found.Location.Key) });

    public async Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken)
    {
        Described.Enqueue(location.Key);
        return await _inner.DescribeAsync(FolderStore.At(folder) with { Key = location.Key }, cancellationToken) is { } found
            ? found with { Location = location, Checksums = Checksums(await File.ReadAllBytesAsync(Path.Combine(folder, location.Key), cancellationToken)) }
            : null;
    }

    public async Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        BeforeOpen(source, offset);
        var content = await _inner.OpenAsync(source with { Location = FolderStore.At(folder) with { Key = source.Location.Key } }, offset, length, cancellationToken);
        var checksums = offset == 0 && length == source.Size ? Checksums(await File.ReadAllBytesAsync(Path.Combine(folder, source.Location.Key), cancellationToken)) : [];
        return new(new Faulty(this, content.Stream, offset, length, CutAfter(source, offset), Corrupts(source, offset)), checksums);
    }

    public Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class Faulty(FaultyStore store, Stream inner, long offset, long length, long? cut, long? corrupt) : ForwardStream
    {
        private long _read;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = (int)Math.Min(Math.Min(buffer.Length, length - _read), cut is { } bytes ? Math.Max(0, bytes - _read) : long.MaxValue);
            if (most == 0 && _read < length)
            {
                // Half of the connections say that they broke, the others just end.
                return (_read & 1) == 0 ? throw new IOException("The connection was reset.") : 0;
            }

            var read = most == 0 ? 0 : await inner.ReadAsync(buffer[..most], cancellationToken);
            if (corrupt is { } at && at >= offset + _read && at < offset + _read + read)
            {
                buffer.Span[(int)(at - offset - _read)] ^= 1;
            }

            _read += read;
            Interlocked.Add(ref store._bytes, read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
