namespace MlOps;

/// <summary>Finds the stretches of an archive that have to be read for some of its members.</summary>
/// <param name="points">The restart points in their order.</param>
/// <param name="isCompressed">Whether the archive is compressed. Reading can begin anywhere in one that is not.</param>
/// <param name="length">The size of the archive when it is decompressed; where that is unknown, the position of the last point, and nothing behind it can be asked for.</param>
/// <param name="size">The size of the archive as it is stored.</param>
internal sealed class SegmentPlan(IReadOnlyList<ArchivePoint> points, bool isCompressed, long length, long size)
{
    // To read over so much costs no more than to ask again.
    private const long SmallGap = 1 << 20;

    // What is longer is read in several stretches side by side.
    private const long LargeSegment = 8 << 20;

    // How well can be foreseen where in the stored archive something is.
    private const double Margin = 1.25;
    private const long LeastMargin = 32 << 10;

    // The decompressor looks ahead by less.
    private const int LookAhead = 64;

    /// <summary>Finds the stretches.</summary>
    /// <param name="wanted">The members, in the order of the archive. They have their CRC, and content.</param>
    /// <returns>The stretches in the order of the archive.</returns>
    public IReadOnlyList<ArchiveSegment> Of(IEnumerable<WantedMember> wanted)
    {
        var segments = new List<ArchiveSegment>();
        var (start, pieces) = (ArchivePoint.Beginning, new List<MemberPiece>());
        foreach (var piece in wanted.SelectMany(Cut))
        {
            var next = StartOf(piece.From);
            if (pieces.Count > 0)
            {
                var end = pieces[^1].To;
                var isNear = next.Position < end || (StoredAt(next.Position) - StoredAt(end) < SmallGap && StoredAt(end) - start.CompressedByte < LargeSegment);
                if (!isNear)
                {
                    segments.Add(Make(start, pieces));
                    pieces = [];
                }
            }

            if (pieces.Count == 0)
            {
                start = next;
            }

            pieces.Add(piece);
        }

        if (pieces.Count > 0)
        {
            segments.Add(Make(start, pieces));
        }

        return segments;
    }

    /// <summary>A large member is cut where its content has restart points with a CRC, so that the pieces can be read side by side and each is checked.</summary>
    private IEnumerable<MemberPiece> Cut(WantedMember wanted)
    {
        var member = wanted.Member;
        var (from, crc) = (member.Offset, 0UL);
        var end = member.Offset + member.Size;
        for (var i = After(member.Offset); i < points.Count && points[i].Position < end; i++)
        {
            if (points[i].Within == member.HeaderOffset)
            {
                yield return new(wanted, from, points[i].Position, crc, points[i].ContentCrc);
                (from, crc) = (points[i].Position, points[i].ContentCrc);
            }
        }

        yield return new(wanted, from, end, crc, member.Crc!.Value);
    }

    private ArchivePoint StartOf(long position) =>
        !isCompressed ? new() { Position = position, CompressedBit = position * 8 }
        : After(position) is > 0 and var after ? points[after - 1]
        : ArchivePoint.Beginning;

    private ArchiveSegment Make(ArchivePoint start, List<MemberPiece> pieces)
    {
        var end = pieces[^1].To;
        if (!isCompressed)
        {
            return new(start, pieces, end, end);
        }

        // Up to a point at or behind the end, nothing can be needed beyond it.
        var after = After(end - 1);
        var to = Math.Min(after < points.Count ? points[after].CompressedByte + LookAhead : size, size);

        // Between two points, what is stored is taken to be as dense everywhere, and somewhat less so for safety; but never larger than it is decompressed.
        var before = StartOf(end);
        var rest = (StoredAt(end) - before.CompressedByte) * Margin;
        var sure = before.CompressedByte + (long)Math.Min(rest, end - before.Position) + LeastMargin;
        return new(start, pieces, Math.Min(sure, to), to);
    }

    /// <summary>About where a decompressed byte is in the stored archive.</summary>
    private long StoredAt(long position)
    {
        if (!isCompressed)
        {
            return position;
        }

        var after = After(position);
        var (from, fromStored) = after > 0 ? (points[after - 1].Position, points[after - 1].CompressedByte) : (0, 0);
        var (to, toStored) = after < points.Count ? (points[after].Position, points[after].CompressedByte) : (length, size);
        return position == from ? fromStored : fromStored + (long)((double)(position - from) / (to - from) * (toStored - fromStored));
    }

    /// <summary>The first point behind a position.</summary>
    private int After(long position)
    {
        var (low, high) = (0, points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].Position <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
