namespace MlOps;

/// <summary>Reads stretches of an archive side by side, and writes the members that are in them.</summary>
/// <param name="source">The archive.</param>
/// <param name="index">Its index.</param>
/// <param name="done">Is told which members are through, from any thread.</param>
internal sealed class SegmentReader(ArchiveSource source, ArchiveIndex index, Action<WantedMember> done)
{
    // More than there are processors, since most of the time is spent on waiting for small answers.
    private const int Readers = 8;
    private const int LargestRange = 1 << 20;
    private const int RangesAhead = 2;
    private const int MostTries = 2;

    /// <summary>Reads the stretches.</summary>
    /// <param name="segments">The stretches.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MlOpsException">The archive could not be read. What is wrong with one member is with that.</exception>
    public void Read(IReadOnlyList<ArchiveSegment> segments, CancellationToken cancellationToken)
    {
        foreach (var piece in segments.SelectMany(segment => segment.Pieces))
        {
            piece.Wanted.PiecesLeft++;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = -1;
        var failures = new List<Exception>();
        var readers = Enumerable.Range(0, Math.Min(Readers, segments.Count))
            .Select(_ => Task.Factory.StartNew(ReadSome, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        Task.WaitAll(readers, CancellationToken.None);
        if (failures.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures[0]);
        }

        void ReadSome()
        {
            try
            {
                int mine;
                while ((mine = Interlocked.Increment(ref next)) < segments.Count)
                {
                    Read(segments[mine], end.Token);
                }
            }
            catch (Exception e)
            {
                // The first one is the cause; the others are what it did to them.
                lock (failures)
                {
                    failures.Add(e);
                }

                end.Cancel();
            }
        }
    }

    private void Read(ArchiveSegment segment, CancellationToken cancellationToken)
    {
        var through = 0;
        for (var tries = 1; through < segment.Pieces.Count; tries++)
        {
            try
            {
                Read(segment, ref through, cancellationToken);
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
            {
                // The archive was right when it was indexed: it may have been the line.
                if (tries == MostTries)
                {
                    var error = source.Damaged(e);
                    for (; through < segment.Pieces.Count; through++)
                    {
                        segment.Pieces[through].Wanted.Error ??= error;
                        End(segment.Pieces[through].Wanted);
                    }
                }
            }
        }
    }

    private void Read(ArchiveSegment segment, ref int through, CancellationToken cancellationToken)
    {
        using var stream = source.Open(new(segment.Start.CompressedByte, segment.Sure, segment.To, LargestRange, LargestRange, RangesAhead), null, cancellationToken);
        var content = new ArchiveContent(stream, index.IsCompressed, StartOf(segment.Start));
        var end = segment.Pieces[^1].To;
        var crc = segment.Pieces[through].CrcBefore;
        while (content.Position < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = content.Position;
            var bytes = content.Read((int)Math.Min(int.MaxValue, end - position));
            if (bytes.IsEmpty)
            {
                throw new MlOpsException(ErrorCode.Corrupt, $"It ends in the middle, after byte {position} of what it decompresses to.");
            }

            while (through < segment.Pieces.Count && segment.Pieces[through] is var piece && piece.From < position + bytes.Length)
            {
                var from = Math.Max(piece.From, position);
                var to = Math.Min(piece.To, position + bytes.Length);
                var part = bytes[(int)(from - position)..(int)(to - position)];
                crc = Crc.Crc64Nvme.Append(crc, part);
                piece.Wanted.Part!.Write(from - piece.Wanted.Member.Offset, part);
                if (to < piece.To)
                {
                    break;
                }

                if (crc != piece.CrcAfter)
                {
                    throw new MlOpsException(ErrorCode.Corrupt, $"What was read of '{TerminalText.Clean(piece.Wanted.Member.Path)}' is not what the index says.");
                }

                End(piece.Wanted);
                through++;
                crc = through < segment.Pieces.Count ? segment.Pieces[through].CrcBefore : 0;
            }
        }
    }

    private void End(WantedMember wanted)
    {
        if (Interlocked.Decrement(ref wanted.PiecesLeft) == 0)
        {
            if (wanted.Error is null)
            {
                wanted.Part!.End();
            }
            else
            {
                wanted.Part!.Delete();
            }

            done(wanted);
        }
    }

    private GzipPoint? StartOf(ArchivePoint start) =>
        !index.IsCompressed ? ArchiveContent.PointAt(start.Position)
        : start == ArchivePoint.Beginning ? null
        : index.Load(start);
}
