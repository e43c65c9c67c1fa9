using System.Threading.Channels;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>
/// Runs a transfer from the pipeline's thread: each object is compared and asked about there while those before it are being transferred, and what comes of them is written there as it comes.
/// </summary>
/// <param name="ledger">What earlier transfers left; <see langword="null"/> for none.</param>
/// <param name="shouldProcess">Asks whether an object is to be transferred. Called on the pipeline's thread.</param>
/// <param name="unchanged">Is told of an object that is there already. Called on the pipeline's thread.</param>
/// <param name="transferred">Is told what came of an object. Called on the pipeline's thread.</param>
internal sealed class TransferPump(TransferLedger? ledger, Func<TransferItem, bool> shouldProcess, Action<TransferItem> unchanged, Action<TransferOutcome> transferred)
{
    private const int Ahead = 128;

    /// <summary>Transfers what is not there yet.</summary>
    /// <param name="plan">The objects and what is at their places.</param>
    /// <param name="progress">Is told how far the transfer is.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    public async Task RunAsync(IAsyncEnumerable<TransferItem> plan, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var meter = new TransferMeter(progress);
        var wanted = Channel.CreateBounded<TransferItem>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var feeding = FeedAsync(plan, wanted.Writer, meter, stop.Token);
        try
        {
            await foreach (var outcome in new TransferEngine(meter).RunAsync(wanted.Reader.ReadAllAsync(stop.Token), cancellationToken))
            {
                if (outcome.Succeeded)
                {
                    ledger?.Add(outcome.Item, outcome.Written);
                }

                transferred(outcome);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await feeding;
    }

    private async Task FeedAsync(IAsyncEnumerable<TransferItem> plan, ChannelWriter<TransferItem> wanted, TransferMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (item, isSame) in new TransferComparison(ledger).CompareAsync(plan, cancellationToken))
            {
                if (isSame)
                {
                    unchanged(item);
                }
                else if (shouldProcess(item))
                {
                    meter.Expect(item.Origin.Size);
                    await wanted.WriteAsync(item, cancellationToken);
                }
            }

            meter.EndListing();
        }
        finally
        {
            // What went wrong here is thrown here: what has been found before is transferred all the same.
            wanted.TryComplete();
        }
    }
}
