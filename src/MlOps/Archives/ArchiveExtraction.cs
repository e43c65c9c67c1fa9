namespace MlOps;

/// <summary>One run that fetches members of an archive.</summary>
/// <param name="source">The archive.</param>
/// <param name="index">Its index; <see langword="null"/> when none can be kept.</param>
/// <param name="wanted">Says what is wanted.</param>
/// <param name="tell">Is told what came of each member, from any thread.</param>
/// <param name="expect">Is told how many bytes will come.</param>
internal sealed class ArchiveExtraction(ArchiveSource source, ArchiveIndex? index, WantedMembers wanted, Action<MemberOutcome> tell, Action<long> expect) : IMemberReceiver
{
    // Most of the time goes into waiting for the file system.
    private const int MostPublished = 8;

    // Members that were decided upon before the pass, which meets them again.
    private readonly Dictionary<long, WantedMember?> _decided = [];
    private WantedMember? _current;

    /// <summary>Fetches what is wanted by an index that is complete. Each member goes to its place as soon as it is there and right.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public void ReadIndexed(CancellationToken cancellationToken)
    {
        foreach (var member in index!.Members())
        {
            cancellationToken.ThrowIfCancellationRequested();
            wanted.Decide(member);
        }

        var missing = new List<WantedMember>();
        foreach (var each in wanted.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsMissing(each))
            {
                missing.Add(each);
            }
            else
            {
                tell(Publish(each));
            }
        }

        ReadSegments(new(index.Points, index.IsCompressed, index.Length, source.Archive.Size), missing, 0, each => tell(Publish(each)), cancellationToken);
    }

    /// <summary>Fetches what is wanted and verifies the archive, by one reading to its end; or by the rest of one that an earlier run began. Nothing goes to its place before.</summary>
    /// <param name="hash">Makes the checksum that the stored archive is to have, when it is read from its beginning.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public void ReadToEnd(Func<OrderedHash?> hash, CancellationToken cancellationToken)
    {
        try
        {
            var start = FindStart();
            var size = source.Archive.Size - start.Point.CompressedByte;
            if (start.Point != ArchivePoint.Beginning)
            {
                var first = start.Within?.HeaderOffset ?? start.Headers;
                var missing = wanted.All.Where(each => each.Member.HeaderOffset < first && IsMissing(each)).ToList();
                ReadSegments(new(index!.Points, index.IsCompressed, index.Points[^1].Position, source.Archive.Size), missing, size, _ => { }, cancellationToken);
            }
            else
            {
                expect(size);
            }

            using var sum = start.Point == ArchivePoint.Beginning ? hash() : null;
            ArchivePass.Run(source, index, this, start, sum, cancellationToken);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            index?.Delete();
            DeleteParts();
            throw;
        }

        foreach (var outcome in wanted.All.AsParallel().AsOrdered().WithDegreeOfParallelism(MostPublished).WithCancellation(cancellationToken).Select(Publish))
        {
            tell(outcome);
        }
    }

    /// <summary>Leaves what was begun for another run.</summary>
    public void CloseParts() => EachPart(part => part.Close());

    /// <summary>Removes what was begun.</summary>
    public void DeleteParts() => EachPart(part => part.Delete());

    IContentWriter? IMemberReceiver.Begin(ArchiveMember member)
    {
        if (!_decided.Remove(member.HeaderOffset, out _current))
        {
            (_current, var replaced) = wanted.Decide(member);
            replaced?.Part?.Discard();
        }

        return _current?.Part;
    }

    void IMemberReceiver.End(ArchiveMember member)
    {
        if (_current is not null)
        {
            _current.Member = member;
        }
    }

    /// <summary>
    /// Where an earlier run left off. When that is within a member that is wanted now, and what was written of it is not there, its beginning has to be read again; then it is where that member begins.
    /// </summary>
    private ArchiveStart FindStart()
    {
        if (ArchiveStart.Last(index) is not { } last)
        {
            return ArchiveStart.Beginning;
        }

        var before = last.Within is null ? last : ArchiveStart.Before(index!, last.Within);
        foreach (var member in index!.Members(last.Point.RecordEnd))
        {
            var (decided, _) = wanted.Decide(member);
            if (member.HeaderOffset >= before.Headers)
            {
                _decided[member.HeaderOffset] = decided;
            }
        }

        if (last.Within is not { } within)
        {
            return last;
        }

        (_current, _) = wanted.Decide(within);
        var begun = last.Point.Position - within.Offset;
        if (_current?.Part is { } part && !part.Holds(begun, last.Point.ContentCrc, isWhole: false))
        {
            _decided[within.HeaderOffset] = _current;
            return before;
        }

        _current?.Part?.GoOn(begun);
        return last with { Writer = _current?.Part };
    }

    private void ReadSegments(SegmentPlan plan, IReadOnlyList<WantedMember> missing, long andThen, Action<WantedMember> done, CancellationToken cancellationToken)
    {
        var segments = plan.Of(missing);
        expect(andThen + segments.Sum(segment => segment.Sure - segment.Start.CompressedByte));
        new SegmentReader(source, index!, done).Read(segments, cancellationToken);
    }

    /// <summary>Whether content has to be read for a member. One that an earlier run left is as good.</summary>
    private static bool IsMissing(WantedMember each)
    {
        if (each.Part is not { } part || part.Holds(each.Member.Size, each.Member.Crc!.Value, isWhole: true))
        {
            return false;
        }

        if (each.Member.Size > 0)
        {
            return true;
        }

        part.End();
        return false;
    }

    private MemberOutcome Publish(WantedMember each)
    {
        if (each.Error is null)
        {
            try
            {
                each.Part?.Publish(wanted.TimeOf(each.Member));
                return new(each.Member, each.Target, each.Part is null ? MlReceiveResult.Unchanged : MlReceiveResult.Received);
            }
            catch (Exception e) when (ArchiveIndex.IsOfFile(e))
            {
                each.Error = wanted.Explain(e, each.Member);
            }
        }

        return new(each.Member, each.Error);
    }

    private void EachPart(Action<PartFile> action)
    {
        foreach (var each in wanted.All)
        {
            if (each.Part is { } part)
            {
                action(part);
            }
        }
    }
}
