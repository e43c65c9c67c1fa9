using Microsoft.Win32.SafeHandles;

namespace MlOps.StandIn.Storage;

/// <summary>Takes the bytes of an upload, which may come in several requests, and sums them up as they arrive.</summary>
internal sealed class BodySink : IDisposable
{
    /// <summary>Cloud Storage keeps what it got of an upload that goes on in multiples of this size.</summary>
    public const int Unit = 256 * 1024;

    private readonly BodyKeeping _keeping;
    private readonly Dictionary<ChecksumAlgorithm, ContentHash> _hashes;
    private readonly List<Blob> _pieces = [];
    private readonly string _path = "";
    private readonly SafeFileHandle? _file;
    private Slab? _slab;
    private Memory<byte> _piece;
    private int _used;
    private long _closed;

    public BodySink(StorageOptions options, IEnumerable<ChecksumAlgorithm> sums)
    {
        _keeping = options.Bodies == BodyKeeping.Memory && SlabPool.Shared.InUse > options.MemoryLimit ? BodyKeeping.Disk : options.Bodies;
        _hashes = sums.Distinct().ToDictionary(algorithm => algorithm, ContentHash.Create);
        if (_keeping == BodyKeeping.Disk)
        {
            var folder = Directory.CreateDirectory(options.BodiesFolder ?? Path.Combine(Path.GetTempPath(), "mlops-stand-in"));
            _path = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.body");
            _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    /// <summary>How many bytes have arrived.</summary>
    public long Length => _closed + _used;

    /// <summary>How many of them make whole units.</summary>
    public long Committed { get; private set; }

    /// <summary>Reads a body to its end.</summary>
    /// <param name="body">The body.</param>
    /// <param name="expected">How many bytes are expected; null when nobody knows.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task FillAsync(Stream body, long? expected, CancellationToken cancellation)
    {
        var goal = Length + expected;
        while (true)
        {
            if (Length == goal)
            {
                await EndAsync(body, cancellation);
                return;
            }

            if (_used == _piece.Length)
            {
                NextPiece(goal);
            }

            var room = Math.Min(_piece.Length - _used, Unit - (int)(Length - Committed));
            var count = await body.ReadAsync(_piece.Slice(_used, (int)Math.Min(room, (goal ?? long.MaxValue) - Length)), cancellation);
            if (count == 0)
            {
                return;
            }

            _used += count;
            if (Length - Committed == Unit)
            {
                Commit();
            }
        }
    }

    /// <summary>Forgets what makes no whole unit.</summary>
    public void DropRest() => _used -= (int)(Length - Committed);

    /// <summary>The bytes and their checksums. Nothing can be added afterwards.</summary>
    public (Blob Content, BlobSums Sums) Finish()
    {
        Commit();
        ClosePiece();
        Blob content = _keeping switch
        {
            BodyKeeping.Discard => new LostBlob(_closed),
            BodyKeeping.Disk => new FileBlob(_path, 0, _closed),
            _ => _pieces is [var only] ? only : new JoinedBlob(_pieces),
        };
        var sums = new BlobSums(content);
        foreach (var (algorithm, hash) in _hashes)
        {
            sums.Know(algorithm, hash.Finish().ToArray());
        }

        Dispose();
        return (content, sums);
    }

    public void Dispose()
    {
        foreach (var hash in _hashes.Values)
        {
            hash.Dispose();
        }

        _file?.Dispose();
    }

    private static async Task EndAsync(Stream body, CancellationToken cancellation)
    {
        // Without it the request is not over, and what is said behind the bytes has not been read.
        if (await body.ReadAsync(new byte[1], cancellation) > 0)
        {
            throw new StorageFailure(400, "InvalidRequest", "The body is longer than was announced.");
        }
    }

    private void NextPiece(long? goal)
    {
        // What makes no whole unit yet goes on in the next piece, so that units lie together.
        var rest = _piece[..Math.Min(_used, _piece.Length)][^(int)(Length - Committed)..];
        _used -= rest.Length;
        ClosePiece();
        var (before, slab) = (_piece, _slab);
        if (_keeping == BodyKeeping.Memory && (goal is null || goal - _closed > Unit))
        {
            _slab = SlabPool.Shared.Rent();
            _piece = _slab.Memory;
        }
        else
        {
            var size = (int)Math.Min(Unit, goal - _closed ?? Unit);
            _slab = null;
            _piece = _keeping != BodyKeeping.Memory && before.Length >= size ? before : GC.AllocateUninitializedArray<byte>(size);
        }

        rest.Span.CopyTo(_piece.Span);
        _used = rest.Length;
        GC.KeepAlive(slab);
    }

    /// <summary>Sums up what has arrived since the last time.</summary>
    private void Commit()
    {
        var count = (int)(Length - Committed);
        foreach (var hash in _hashes.Values)
        {
            hash.Append(_piece.Span.Slice(_used - count, count));
        }

        Committed = Length;
        GC.KeepAlive(_slab);
    }

    private void ClosePiece()
    {
        if (_used == 0)
        {
            return;
        }

        if (_keeping == BodyKeeping.Memory)
        {
            _pieces.Add(_slab is null ? new MemoryBlob(_piece[.._used]) : new SlabBlob(_slab, _used));
        }
        else if (_file is not null)
        {
            RandomAccess.Write(_file, _piece.Span[.._used], _closed);
        }

        _closed += _used;
        _used = 0;
    }
}
