namespace MlOps.Providers.Google;

/// <summary>Ends a call that shows no sign of life for too long, however long it takes as a whole.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly TimeSpan _limit;

    /// <summary>Begins to wait.</summary>
    /// <param name="limit">How long to wait for a sign of life.</param>
    /// <param name="cancellationToken">Ends the call as well.</param>
    public Patience(TimeSpan limit, CancellationToken cancellationToken)
    {
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _limit = limit;
        Renew();
    }

    /// <summary>What the call takes.</summary>
    public CancellationToken Token => _over.Token;

    /// <summary>Whether the call has ended because it showed no sign of life, or because it was to.</summary>
    public bool IsOver => _over.IsCancellationRequested;

    /// <summary>There was a sign of life: the time begins anew.</summary>
    public void Renew() => _over.CancelAfter(_limit);

    /// <summary>The call waits for us, and not for the service.</summary>
    public void Rest() => _over.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();
}
