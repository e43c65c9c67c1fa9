namespace MlOps;

/// <summary>How long a fault that may pass is waited out: a number of tries without any progress, each after a longer pause.</summary>
/// <param name="tries">How many tries in a row may fail.</param>
/// <param name="clock">Measures the pauses.</param>
internal sealed class Patience(int tries, TimeProvider clock)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(8);

    private int _failed;

    /// <summary>Whether an exception is one of what passes: a connection that broke, a service that is busy.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        MlOpsException ours => ours.Code is ErrorCode.Throttled or ErrorCode.ProviderError,
        _ => exception is IOException,
    };

    /// <summary>Something has been achieved: what failed before does not count any more.</summary>
    public void Progress() => _failed = 0;

    /// <summary>Waits before the next try.</summary>
    /// <param name="exception">What the last try ended with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="orCorrupt">Whether content that came damaged may come better.</param>
    /// <returns>Whether there is a next try.</returns>
    public async ValueTask<bool> WaitAsync(Exception exception, CancellationToken cancellationToken, bool orCorrupt = false)
    {
        if (!(IsPassing(exception) || (orCorrupt && exception is MlOpsException { Code: ErrorCode.Corrupt })) || ++_failed >= tries)
        {
            return false;
        }

        var longest = Math.Min(s_longest.TotalSeconds, s_first.TotalSeconds * Math.Pow(2, _failed - 1));
        await Task.Delay(TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
