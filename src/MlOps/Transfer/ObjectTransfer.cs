namespace MlOps;

/// <summary>Brings one object from a store to another: in parts side by side, going on at the byte after every fault, and holds what came against the checksum of the store that it came from.</summary>
internal sealed class ObjectTransfer : IAsyncDisposable
{
    private const int MostParts = 64;
    private const int PartTries = 8;
    private const int BufferSize = 256 << 10;

    private readonly TransferItem _item;
    private readonly StoredObject _source;
    private readonly AdaptiveGate _gate;
    private readonly TransferMeter.Running _meter;
    private readonly TimeProvider _clock;
    private readonly IObjectWriter _writer;
    private readonly ContentTally _tally;
    private ObjectChecksum? _check;
    private OrderedHash? _ordered;

    private ObjectTransfer(TransferItem item, StoredObject source, IObjectWriter writer, AdaptiveGate gate, TransferMeter.Running meter, TimeProvider clock)
    {
        _item = item;
        _source = source;
        _writer = writer;
        _gate = gate;
        _meter = meter;
        _clock = clock;
        _check = Strongest(source.Checksums);
        _tally = new(writer.Parts, Algorithms());
    }

    /// <summary>How many bytes of memory the transfer holds until it is through.</summary>
    public long Held => _writer.Held;

    private bool IsSplit => _writer.Parts.Count > 1;

    private ObjectChecksum? Checksum => _writer.Wanted is { } wanted ? _tally.Of(wanted) : null;

    /// <summary>Whether the source's checksum wants the content in its order, and what is written cannot be looked at before it is complete.</summary>
    private bool NeedsOrder => _ordered is not null || (_check is not null && !_check.IsAddable && _writer.ReadBack(0, 0) is null);

    /// <summary>Begins to write an object, or goes on with it.</summary>
    public static async Task<ObjectTransfer> BeginAsync(TransferItem item, StoredObject source, AdaptiveGate gate, TransferMeter.Running meter, TimeProvider clock, CancellationToken cancellationToken)
    {
        var target = new NewObject
        {
            Location = item.Target,
            Size = source.Size,
            LastModified = VersionTime.Of(source),
            Identity = $"{source.Location}\n{source.Version}\n{source.LastModified.UtcTicks}",
            ContentEncoding = source.ContentEncoding,
        };
        var writer = await item.Destination.WriteAsync(target, cancellationToken).ConfigureAwait(false);
        return new(item, source, writer, gate, meter, clock);
    }

    /// <summary>Transfers what is missing and completes the object.</summary>
    /// <returns>The object at its destination.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Conflict"/>: the source has changed meanwhile. <see cref="ErrorCode.Corrupt"/>: what came is not what the source says.</exception>
    public async Task<StoredObject> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code is ErrorCode.Conflict or ErrorCode.NotFound or ErrorCode.Corrupt && !cancellationToken.IsCancellationRequested)
        {
            // There is no such version any more, or what came is not what it should be: nothing could be gone on with.
            await TryAbandonAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ordered?.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The checksum that is easiest to hold against content that comes in parts: one that can be put together of theirs, then any.</summary>
    private static ObjectChecksum? Strongest(IReadOnlyList<ObjectChecksum> checksums) =>
        checksums.OrderByDescending(checksum => checksum.IsAddable).ThenBy(checksum => checksum.Algorithm).FirstOrDefault();

    private async Task<StoredObject> WriteAsync(CancellationToken cancellationToken)
    {
        if (IsSplit && NeedsOrder)
        {
            _ordered = new(_check!);
        }

        for (var isFirst = true; ; isFirst = false)
        {
            await WriteAllAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MlOpsException e) when (isFirst && Patience.IsPassing(e) && _writer.Parts.Where((part, number) => _writer.Done(number) < part.Length).Any())
            {
                // The store has lost parts that it had: they are sent again.
            }
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        if (!IsSplit)
        {
            await WritePartAsync(0, cancellationToken).ConfigureAwait(false);
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = _ordered is null ? MostParts : 1, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, _writer.Parts.Count, options, WritePartAsync).ConfigureAwait(false);
    }

    private async Task<StoredObject> CompleteAsync(CancellationToken cancellationToken)
    {
        if (!await IsRightAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new MlOpsException(
                ErrorCode.Corrupt,
                $"'{TerminalText.Clean(_item.Name)}' came damaged: its {_check!.Algorithm} is not what {_item.Source.Scheme} says.",
                "Try again; if that does not help, the stored object is damaged.",
                _item.Name);
        }

        if (Held == 0)
        {
            return await _writer.CompleteAsync(Checksum, cancellationToken).ConfigureAwait(false);
        }

        // Only now does it go through the network.
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _writer.CompleteAsync(Checksum, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Throttled)
        {
            _gate.SlowDown();
            throw;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Throws away what was begun. That this fails is of less interest than the reason for it.</summary>
    private async Task TryAbandonAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writer.AbandonAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MlOpsException or IOException or UnauthorizedAccessException)
        {
            // It stays.
        }
    }

    private IEnumerable<ChecksumAlgorithm> Algorithms()
    {
        if (_writer.Wanted is { } wanted)
        {
            yield return wanted;
        }

        if (_check is not null && _check.IsAddable)
        {
            yield return _check.Algorithm;
        }
    }

    private async ValueTask WritePartAsync(int part, CancellationToken cancellationToken)
    {
        _meter.AddDone(_writer.Done(part));
        if (_writer.Done(part) == _writer.Parts[part].Length)
        {
            await CatchUpAsync(part, _writer.Parts[part].Length, cancellationToken).ConfigureAwait(false);
        }

        var patience = new Patience(PartTries, _clock);
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            do
            {
                var before = _writer.Done(part);
                try
                {
                    await _writer.WriteAsync(part, (offset, token) => OpenAsync(part, offset, token), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    if (e is MlOpsException { Code: ErrorCode.Throttled })
                    {
                        _gate.SlowDown();
                    }

                    if (_writer.Done(part) > before)
                    {
                        patience.Progress();
                    }

                    // A part that was damaged on its way is sent again by itself.
                    if (!await patience.WaitAsync(e, cancellationToken, orCorrupt: true).ConfigureAwait(false))
                    {
                        throw;
                    }
                }
            }
            while (_writer.Done(part) < _writer.Parts[part].Length);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Opens a part's content for the writer. What it skips, since it is there, is taken into the checksums.</summary>
    private async Task<Stream> OpenAsync(int part, long offset, CancellationToken cancellationToken)
    {
        var (start, length) = _writer.Parts[part];
        await CatchUpAsync(part, offset, cancellationToken).ConfigureAwait(false);
        if (length == offset)
        {
            return Stream.Null;
        }

        var stream = await SourceStream.OpenAsync(_item.Source, _source, start + offset, length - offset, _gate, _clock, cancellationToken).ConfigureAwait(false);
        if (!IsSplit && _check is null && offset == 0 && Strongest(stream.Checksums) is { } came)
        {
            (_check, _ordered) = (came, new(came));
        }

        return new PassingStream(stream, bytes =>
        {
            Pass(part, bytes.Span);
            _meter.Add(bytes.Length);
        });
    }

    private void Pass(int part, ReadOnlySpan<byte> bytes)
    {
        _tally.Append(part, bytes);
        _ordered?.Append(bytes);
    }

    /// <summary>Takes into the checksums what is there of a part: from where it is written, or from the source where that cannot be read.</summary>
    private async Task CatchUpAsync(int part, long offset, CancellationToken cancellationToken)
    {
        var position = _tally.Position(part);
        if (position > offset)
        {
            // The writer begins again further in front.
            _meter.AddDone(offset - position);
            _tally.Reset(part);
            position = 0;
            _ordered?.Reset();
            if (part > 0 && _ordered is not null)
            {
                await ReadAsync(0, _writer.Parts[part].Offset, bytes => _ordered.Append(bytes), cancellationToken).ConfigureAwait(false);
            }
        }

        if (position < offset)
        {
            await ReadAsync(_writer.Parts[part].Offset + position, offset - position, bytes => Pass(part, bytes), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(long offset, long length, Action<ReadOnlySpan<byte>> seen, CancellationToken cancellationToken)
    {
        var stream = _writer.ReadBack(offset, length) ?? await SourceStream.OpenAsync(_item.Source, _source, offset, length, _gate, _clock, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                seen(buffer.AsSpan(0, read));
            }

            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<bool> IsRightAsync(CancellationToken cancellationToken)
    {
        if (_check is null)
        {
            return true;
        }

        if (_ordered is not null)
        {
            return _ordered.Matches();
        }

        return _check.IsAddable
            ? _check.Equals(_tally.Of(_check.Algorithm))
            : (await ChecksumCheck.ComputeAsync(_check, (offset, length) => _writer.ReadBack(offset, length)!, _source.Size, cancellationToken).ConfigureAwait(false)).Span.SequenceEqual(_check.Value.Span);
    }
}
