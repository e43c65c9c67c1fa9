using System.Buffers;

namespace MlOps;

/// <summary>
/// One reading of an archive to its end. On one thread it is decompressed, taken apart and summed up; on another one its index and the wanted members are written. Fetching goes on ahead of both.
/// </summary>
internal sealed class ArchivePass : ITarSink
{
    // The first ranges are smaller, so that there is something to do soon, however slow the line is.
    private const int FirstRange = 256 << 10;
    private const int LargestRange = 4 << 20;
    private const int RangesAhead = 4;
    private const int MostWork = 32;
    private const long LeastSpacing = 256 << 10;
    private const long LeastSpacingWithin = 8 << 20;
    private const int PointsPerArchive = 1024;
    private const int LongerWithin = 16;

    // However much an archive decompresses to, there are only so many points in each doubling of it.
    private const int PointsPerDoubling = 16_384;

    private readonly ArchiveSource _source;
    private readonly ArchiveIndex? _index;
    private readonly IMemberReceiver _receiver;
    private readonly HandOver _writing;
    private ArchiveContent _content = null!;
    private long _lastPoint;
    private ArchiveMember? _member;
    private IContentWriter? _writer;
    private ulong _crc;

    private ArchivePass(ArchiveSource source, ArchiveIndex? index, IMemberReceiver receiver, HandOver writing) =>
        (_source, _index, _receiver, _writing) = (source, index, receiver, writing);

    /// <summary>Reads an archive to its end.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="index">Its index, which is written meanwhile and is complete in the end.</param>
    /// <param name="receiver">Takes the members.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="hash">The checksum that the stored archive is to have, when it is read from its beginning.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the archive is damaged, and nothing that was received is to be relied on. Any other: it could not be read.</exception>
    public static void Run(ArchiveSource source, ArchiveIndex? index, IMemberReceiver receiver, ArchiveStart start, OrderedHash? hash, CancellationToken cancellationToken)
    {
        using var writing = new HandOver(MostWork);
        var pass = new ArchivePass(source, index, receiver, writing);
        var size = source.Archive.Size;
        using var stream = source.Open(new(start.Point.CompressedByte, size, size, FirstRange, LargestRange, RangesAhead), hash, cancellationToken);
        try
        {
            pass.Begin(stream, start);
            pass.Read(start, cancellationToken);
            while (!stream.Take(int.MaxValue).IsEmpty)
            {
                // To the last byte, for the checksum.
            }

            if (hash?.Matches() == false)
            {
                throw new MlOpsException(ErrorCode.Corrupt, "What was read is not what the store's checksum says.");
            }
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            throw source.Damaged(e);
        }

        writing.Post(() => index?.Complete(pass._content.Position));
        writing.Finish();
    }

    void ITarSink.Headers(long position)
    {
        if (_index is not null && position - _lastPoint >= Spacing(position))
        {
            AddPoint(_content.PointBefore(position), position, null);
        }
    }

    void ITarSink.Rule()
    {
        if (_index is not null)
        {
            _writing.Post(_index.AddRule);
        }
    }

    void ITarSink.Begin(ArchiveMember member)
    {
        _member = member;
        _crc = 0;
        _writer = _receiver.Begin(member);
    }

    void ITarSink.Content(long position, ReadOnlySpan<byte> content)
    {
        if (_member!.Fault is not null)
        {
            return;
        }

        var end = position + content.Length;
        if (_index is not null && end - _lastPoint >= SpacingWithin(end) && _content.PointBefore(end) is var point && IsWithin(point.Position, position))
        {
            // It has the CRC of what comes before it.
            var before = (int)(point.Position - position);
            Take(position, content[..before]);
            AddPoint(point, -1, _member);
            Take(point.Position, content[before..]);
        }
        else
        {
            Take(position, content);
        }
    }

    void ITarSink.End()
    {
        if (_writer is { } writer)
        {
            _writing.Post(writer.End);
        }

        var member = _member! with { Crc = _member.Fault is null ? _crc : null };
        _receiver.End(member);
        if (_index is not null)
        {
            _writing.Post(() => _index.Add(member));
        }

        (_member, _writer) = (null, null);
    }

    private void Begin(ReadAheadStream stream, ArchiveStart start)
    {
        _lastPoint = start.Point.Position;
        if (start.Point != ArchivePoint.Beginning)
        {
            _index!.GoOnAfter(start.Point);
            _content = new(stream, _index.IsCompressed, _index.Load(start.Point));
            return;
        }

        var isCompressed = ArchiveContent.IsCompressed(stream.Peek()) ?? throw new MlOpsException(ErrorCode.Corrupt, "It is neither a tar archive nor one that is compressed with gzip.");
        _index?.Begin(isCompressed);
        _content = new(stream, isCompressed, null);
    }

    private void Read(ArchiveStart start, CancellationToken cancellationToken)
    {
        var tar = new TarReader(this);
        if (start.Within is { } within)
        {
            (_member, _crc, _writer) = (within, start.Point.ContentCrc, start.Writer);
            tar.StartIn(start.Point.Position, within);
        }
        else
        {
            tar.StartAt(start.Headers);
        }

        var before = tar.Position - _content.Position;
        while (_content.Read(int.MaxValue) is { IsEmpty: false } piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var skipped = (int)Math.Min(before, piece.Length);
            before -= skipped;
            tar.Read(piece[skipped..]);
        }

        if (before > 0)
        {
            throw new MlOpsException(ErrorCode.Corrupt, "The tar archive is damaged: it ends in the middle.");
        }

        tar.Finish();
    }

    private void Take(long position, ReadOnlySpan<byte> content)
    {
        _crc = Crc.Crc64Nvme.Append(_crc, content);
        if (_writer is not { } writer || content.IsEmpty)
        {
            return;
        }

        var (offset, length) = (position - _member!.Offset, content.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        content.CopyTo(buffer);
        _writing.Post(() =>
        {
            writer.Write(offset, buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        });
    }

    private void AddPoint(GzipPoint point, long headers, ArchiveMember? within)
    {
        if (point.Position - _lastPoint < Spacing(point.Position))
        {
            return;
        }

        _lastPoint = point.Position;
        var kept = new ArchivePoint
        {
            Position = point.Position,
            CompressedBit = point.CompressedBit,
            MemberPosition = point.MemberPosition,
            MemberCrc = point.MemberCrc,
            Headers = headers,
            Within = within?.HeaderOffset ?? -1,
            ContentCrc = within is null ? 0 : _crc,
        };
        _writing.Post(() => _index!.Add(kept, point.Window, within));
    }

    private bool IsWithin(long point, long position) => point >= position && point > _member!.Offset && point < _member.Offset + _member.Size;

    private long Spacing(long position) => Math.Max(LeastSpacing, Math.Max(_source.Archive.Size / PointsPerArchive, position / PointsPerDoubling));

    private long SpacingWithin(long position) => Math.Max(LeastSpacingWithin, LongerWithin * Spacing(position));
}
