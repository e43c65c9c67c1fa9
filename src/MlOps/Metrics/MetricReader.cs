using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Reads metrics from a log.</summary>
public static class MetricReader
{
    /// <summary>Reads every metric from every line.</summary>
    /// <param name="log">The lines.</param>
    /// <param name="patterns">The metrics.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The points in the order of the lines, and of the patterns within a line.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a pattern took over a second on a line.</exception>
    public static async IAsyncEnumerable<MlMetricPoint> ReadAsync(
        IAsyncEnumerable<MlLogEvent> log,
        IReadOnlyList<MetricPattern> patterns,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in log.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var pattern in patterns)
            {
                foreach (var point in pattern.Match(line))
                {
                    yield return point;
                }
            }
        }
    }
}
