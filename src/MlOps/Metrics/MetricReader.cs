using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Reads metrics out of a log.</summary>
public static class MetricReader
{
    /// <summary>Finds the metrics in each line as it arrives.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="patterns">How the metrics are found.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The points, in the order of the log.</returns>
    /// <exception cref="MlOpsException">A pattern takes too long on a line.</exception>
    public static async IAsyncEnumerable<MlMetricPoint> ReadAsync(IAsyncEnumerable<MlLogEvent> lines, IReadOnlyList<MetricPattern> patterns, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var line in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var point in patterns.SelectMany(pattern => pattern.Match(line)))
            {
                yield return point;
            }
        }
    }
}
