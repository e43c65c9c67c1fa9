using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MlOps;

/// <summary>
/// Brings objects from stores to stores, many at once, and knows nothing of what kind of store each is. Large ones go in parts side by side, small ones side by side; how many streams there are at once
/// follows what the link gives. What fails does not keep the others from coming.
/// </summary>
public sealed class TransferEngine
{
    // Small ones wait for their answers most of the time; more would only wait in front of the gate.
    private const int MostOpen = 64;
    private const int Outcomes = 256;

    // An object that changes all the time is not worth more.
    private const int Attempts = 3;

    // Below this a question about an object costs more than it is worth.
    private const long AskedSize = 8 << 20;

    // What small objects take that a store wants in one go.
    private const long MostHeld = 16 << 20;

    // When so many in a row could not be reached, the others cannot either.
    private const int HopelessAfter = 16;

    private readonly TransferMeter _meter;
    private readonly TimeProvider _clock;
    private readonly AdaptiveGate _gate;
    private readonly MemoryBudget _memory = new(MostHeld);
    private int _failedInARow;

    /// <summary>Makes an engine for one run.</summary>
    /// <param name="meter">Counts what is done.</param>
    /// <param name="clock">Measures rates and pauses; <see langword="null"/> for the system's.</param>
    public TransferEngine(TransferMeter meter, TimeProvider? clock = null)
    {
        _meter = meter;
        _clock = clock ?? TimeProvider.System;
        _gate = new(_clock);
    }

    /// <summary>Transfers objects as they are found.</summary>
    /// <param name="items">The objects. It is read while the first ones are transferred already.</param>
    /// <param name="cancellationToken">Ends the work. What has come stays for the next run to go on with.</param>
    /// <returns>What came of each, as they finish.</returns>
    /// <exception cref="MlOpsException">The list failed, or so many objects in a row could not be reached that the rest was not tried.</exception>
    public async IAsyncEnumerable<TransferOutcome> RunAsync(IAsyncEnumerable<TransferItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outcomes = Channel.CreateBounded<TransferOutcome>(new BoundedChannelOptions(Outcomes) { SingleReader = true });
        var work = Task.Run(() => TransferAllAsync(items, outcomes.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(false);
    }

    private async Task TransferAllAsync(IAsyncEnumerable<TransferItem> items, ChannelWriter<TransferOutcome> outcomes, CancellationToken cancellationToken)
    {
        using var open = new SemaphoreSlim(MostOpen);
        // One small number each: there may be millions.
        var names = new HashSet<UInt128>();
        Exception? fault = null;
        MlOpsException? last = null;
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await open.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Volatile.Read(ref _failedInARow) >= HopelessAfter)
                {
                    open.Release();
                    throw new MlOpsException(last!.Code, $"The rest was not tried, since {HopelessAfter} in a row failed; the last one: {last.Message}", "Look at the network and try again: what is there already is not transferred twice.", item.Name, last);
                }

                var isFirst = names.Add(TransferLedger.HashOf($"{item.Target.Scheme}{item.Target.Bucket}/{item.Destination.NameOf(item.Target)}"));
                _ = Task.Run(
                    async () =>
                    {
                        try
                        {
                            var outcome = isFirst ? await TransferAsync(item, cancellationToken).ConfigureAwait(false) : Refused(item);
                            last = outcome.Error ?? last;
                            await outcomes.WriteAsync(outcome, cancellationToken).ConfigureAwait(false);
                        }
                        catch (OperationCanceledException)
                        {
                            // Nobody waits for it any more.
                        }
                        finally
                        {
                            open.Release();
                        }
                    },
                    CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }

        // Those that are under way end before anybody is told that it is over.
        for (var i = 0; i < MostOpen; i++)
        {
            await open.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        outcomes.Complete();
        if (fault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }
    }

    private async Task<TransferOutcome> TransferAsync(TransferItem item, CancellationToken cancellationToken)
    {
        try
        {
            using var running = _meter.Begin(item.Name, item.Origin.Size);
            var written = await TransferAsync(item, running, cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _failedInARow, 0);
            return new(item, written, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (Patience.IsPassing(e))
            {
                Interlocked.Increment(ref _failedInARow);
            }

            return new(item, null, Explain(e, item));
        }
    }

    private async Task<StoredObject> TransferAsync(TransferItem item, TransferMeter.Running running, CancellationToken cancellationToken)
    {
        var source = item.Origin;
        for (var attempt = 1; ; attempt++)
        {
            var isBegun = false;
            try
            {
                if (source.Size > AskedSize && !item.Source.IsNear && !source.Checksums.Any(checksum => checksum.IsAddable))
                {
                    // Only a large one is worth a question of its own: with a small one the checksums come along.
                    source = await item.Source.DescribeAsync(source.Location, cancellationToken).ConfigureAwait(false) ?? throw Gone(item);
                }

                var transfer = await ObjectTransfer.BeginAsync(item, source, _gate, running, _clock, cancellationToken).ConfigureAwait(false);
                await using (transfer.ConfigureAwait(false))
                {
                    isBegun = true;
                    using var held = await _memory.TakeAsync(transfer.Held, cancellationToken).ConfigureAwait(false);
                    return await transfer.RunAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.Conflict && attempt < Attempts && !item.IsPinned)
            {
                var now = await item.Source.DescribeAsync(source.Location, cancellationToken).ConfigureAwait(false) ?? throw Gone(item);
                if (now.Version == source.Version)
                {
                    throw;
                }

                source = now;
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt && isBegun && attempt < Attempts - 1)
            {
                // Most often it was damaged on the way. What a name is refused for comes before.
            }

            running.Restart();
        }
    }

    private static MlOpsException Gone(TransferItem item) =>
        new(ErrorCode.NotFound, $"'{TerminalText.Clean(item.Name)}' is not there any more.", "List what there is again.", item.Name);

    private static TransferOutcome Refused(TransferItem item) => new(
        item,
        null,
        new(ErrorCode.Conflict, $"'{TerminalText.Clean(item.Name)}' would be written to the same place as another one, which the destination does not tell from it.", "Transfer the two to different places.", item.Name));

    private static MlOpsException Explain(Exception exception, TransferItem item) => exception as MlOpsException ?? new(
        exception is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError,
        $"'{TerminalText.Clean(item.Name)}' could not be transferred: {exception.Message}",
        "Try again: what is there already is not transferred twice.",
        item.Name,
        exception);
}
