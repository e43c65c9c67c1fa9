using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MlOps.Tests.Fakes;

/// <summary>A store of objects in memory, which serves ranges of a version, counts what it serves, and fails where it is told to.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly ConcurrentDictionary<string, (byte[] Content, StoredObject Stored)> _objects = new();
    private readonly ConcurrentDictionary<long, bool> _cuts = new();
    private long _bytes;
    private int _versions;
    private int _failures;

    public string Scheme => "memory://";

    /// <summary>Each range that was opened.</summary>
    public ConcurrentQueue<(long Offset, long Length)> Opened { get; } = new();

    /// <summary>How many bytes have been served.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How often an object was asked about.</summary>
    public int Described { get; private set; }

    /// <summary>What the store says of new objects.</summary>
    public Func<byte[], IReadOnlyList<ObjectChecksum>> Checksums { get; set; } = _ => [];

    /// <summary>Is told how many bytes have been served, each time there are more.</summary>
    public Action<long> Served { get; set; } = _ => { };

    /// <summary>What a call that is to fail fails with.</summary>
    public Func<Exception> Failure { get; set; } = () => new MlOpsException(ErrorCode.Throttled, "Slow down.");

    /// <summary>The byte that no connection gets to, nor any behind it.</summary>
    public long Wall { get; set; } = long.MaxValue;

    /// <summary>How many bytes one read gives at most.</summary>
    public int MostAtOnce { get; set; } = 16 << 10;

    public static ObjectChecksum ChecksumOf(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> content)
    {
        using var hash = ContentHash.Create(algorithm);
        hash.Append(content);
        return new(algorithm, hash.Finish());
    }

    /// <summary>Puts an object in, or another one in its place.</summary>
    public StoredObject Put(string key, byte[] content, string? version = null)
    {
        var stored = new StoredObject
        {
            Location = new(Scheme, "bucket", key),
            Size = content.Length,
            LastModified = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
            Version = version ?? Interlocked.Increment(ref _versions).ToString(CultureInfo.InvariantCulture),
            Checksums = Checksums(content),
        };
        _objects[key] = (content, stored);
        return stored with { Checksums = [] };
    }

    /// <summary>Changes an object without changing its version, as a bad line does.</summary>
    public void Damage(string key, Func<byte[], byte[]> change)
    {
        var (content, stored) = _objects[key];
        _objects[key] = (change([.. content]), stored);
    }

    /// <summary>The stream that serves this byte ends before it, once.</summary>
    public void CutBefore(long offset) => _cuts[offset] = true;

    /// <summary>The next calls fail.</summary>
    public void FailNext(int calls) => Volatile.Write(ref _failures, calls);

    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (key, (_, stored)) in _objects.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.StartsWith(prefix.Key, StringComparison.Ordinal))
            {
                yield return stored;
            }
        }

        await Task.CompletedTask;
    }

    public Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken)
    {
        Described++;
        ThrowIfFailing();
        return Task.FromResult(_objects.TryGetValue(location.Key, out var found) ? found.Stored : null);
    }

    public async Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        // As in a real store, the answer comes on another thread.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Opened.Enqueue((offset, length));
        ThrowIfFailing();
        if (!_objects.TryGetValue(source.Location.Key, out var found))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"'{source.Location}' is gone.");
        }

        if (source.Version.Length > 0 && source.Version != found.Stored.Version)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"'{source.Location}' has changed.");
        }

        if (offset < 0 || length < 0 || offset + length > found.Content.Length)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"There is no range of {length} bytes at {offset}.");
        }

        return new(new RangeStream(this, found.Content, offset, offset + length), []);
    }

    public Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken) => throw new NotSupportedException("Objects are put in by Put.");

    private void ThrowIfFailing()
    {
        if (Volatile.Read(ref _failures) > 0 && Interlocked.Decrement(ref _failures) >= 0)
        {
            throw Failure();
        }
    }

    private sealed class RangeStream(MemoryStore store, byte[] content, long begin, long end) : ForwardStream
    {
        private long _position = begin;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException("It is read asynchronously.");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.CompletedTask;
            var to = Math.Min(_position + Math.Min(buffer.Length, store.MostAtOnce), end);
            foreach (var cut in store._cuts.Keys)
            {
                if (cut == _position && store._cuts.TryRemove(cut, out _))
                {
                    // Half of the connections say that they broke, the others just end.
                    return (cut & 1) == 0 ? throw new IOException("The connection was reset.") : 0;
                }

                to = cut > _position ? Math.Min(to, cut) : to;
            }

            to = Math.Min(to, store.Wall);
            if (to <= _position && _position < end)
            {
                throw new IOException("The connection was reset.");
            }

            var read = (int)(to - _position);
            content.AsSpan((int)_position, read).CopyTo(buffer.Span);
            _position = to;
            store.Served(Interlocked.Add(ref store._bytes, read));
            return read;
        }
    }
}
