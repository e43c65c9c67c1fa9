using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>
/// What has been sent from one place to another: for each object the version that it had here and the one that it got there. A store in a cloud keeps no time of ours; with this, what has not changed
/// on either side is known without reading it. To lose it costs reading the content once.
/// </summary>
public sealed class TransferLedger : IDisposable
{
    private const int EntrySize = 16 + 8 + 8;

    private readonly Dictionary<UInt128, (ulong Source, ulong Destination)> _entries = [];
    private readonly Lock _lock = new();
    private readonly FileStream? _file;

    private TransferLedger(FileStream? file) => _file = file;

    /// <summary>Opens the ledger of a pair of places. When another process has it open, or it cannot be kept, it is empty and forgets.</summary>
    /// <param name="folder">The folder that ledgers are kept in.</param>
    /// <param name="source">Where objects come from.</param>
    /// <param name="destination">Where they go.</param>
    /// <returns>The ledger.</returns>
    public static TransferLedger Open(string folder, ObjectLocation source, ObjectLocation destination)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{HashOf($"{source}\n{destination}"):x32}.sent");
            var ledger = new TransferLedger(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16));
            ledger.Load();
            return ledger;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null);
        }
    }

    /// <summary>A number that stands for a text and, in practice, for no other.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number.</returns>
    public static UInt128 HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>Whether what is at the destination is known to be what is at the source.</summary>
    /// <param name="item">The object and what is at its place.</param>
    /// <returns><see langword="true"/> when both have the versions that they had after the last transfer.</returns>
    public bool Knows(TransferItem item)
    {
        lock (_lock)
        {
            return item.Existing is { Version.Length: > 0 } existing && item.Origin.Version.Length > 0
                && _entries.TryGetValue(HashOf(item.Target.Key), out var entry)
                && entry == (TagOf(item.Origin), TagOf(existing));
        }
    }

    /// <summary>Takes note that both are the same now.</summary>
    /// <param name="item">The object.</param>
    /// <param name="written">What is at its place.</param>
    public void Add(TransferItem item, StoredObject written)
    {
        if (_file is null || item.Origin.Version.Length == 0 || written.Version.Length == 0)
        {
            return;
        }

        Span<byte> entry = stackalloc byte[EntrySize];
        BinaryPrimitives.WriteUInt128LittleEndian(entry, HashOf(item.Target.Key));
        BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], TagOf(item.Origin));
        BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], TagOf(written));
        lock (_lock)
        {
            _entries[BinaryPrimitives.ReadUInt128LittleEndian(entry)] = (TagOf(item.Origin), TagOf(written));
            _file.Write(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static ulong TagOf(StoredObject stored) => (ulong)HashOf($"{stored.Version}\n{stored.Size}");

    private void Load()
    {
        var bytes = new byte[_file!.Length - (_file.Length % EntrySize)];
        _file.ReadExactly(bytes);
        for (var at = 0; at < bytes.Length; at += EntrySize)
        {
            var entry = bytes.AsSpan(at, EntrySize);
            _entries[BinaryPrimitives.ReadUInt128LittleEndian(entry)] = (BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]), BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]));
        }

        // Entries of objects that changed since then are of no use any more.
        if (bytes.Length > 2 * EntrySize * Math.Max(1, _entries.Count))
        {
            Rewrite();
        }
    }

    private void Rewrite()
    {
        _file!.SetLength(0);
        Span<byte> entry = stackalloc byte[EntrySize];
        foreach (var (key, (source, destination)) in _entries)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(entry, key);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], source);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], destination);
            _file.Write(entry);
        }
    }
}
