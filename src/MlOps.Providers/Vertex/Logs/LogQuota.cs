namespace MlOps.Providers.Vertex.Logs;

/// <summary>
/// Spreads the reads of a session over time. A project has a quota of reads a minute, which everybody shares; Google documents no number that holds for every project, so a burst is allowed
/// and then one read a second, and the client waits where the service says so all the same.
/// </summary>
internal sealed class LogQuota
{
    private const int Burst = 30;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>Waits until the next read is due.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task.</returns>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = DateTimeOffset.UtcNow;
            var earliest = now - (Burst * s_interval);
            _free = (_free > earliest ? _free : earliest) + s_interval;
            wait = _free - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, cancellationToken) : Task.CompletedTask;
    }
}
