namespace MlOps.Providers.Logs;

/// <summary>Asks again when a service is away for a moment: following a job of days shall outlive that.</summary>
/// <param name="interval">The wait before the first repetition; it doubles up to sixteen times that.</param>
/// <param name="clock">The time.</param>
internal sealed class PassingFailures(TimeSpan interval, TimeProvider clock)
{
    private const int Repeats = 8;
    private const int LongestWait = 16;

    /// <summary>Does something again as long as its failure looks like a passing one.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="call">The call, which failing has no effect.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer.</returns>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var repeat = 0; ; repeat++)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (MlOpsException e) when (e.Code is ErrorCode.Throttled or ErrorCode.ProviderError && repeat < Repeats)
            {
                await Task.Delay(interval * Math.Min(1 << repeat, LongestWait), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
