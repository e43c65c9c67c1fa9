using MlOps.Providers.Listing;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>Lists the jobs of a location, the newest first, each with its whole document.</summary>
/// <param name="client">Vertex AI in the location.</param>
/// <param name="calls">How many calls at once.</param>
/// <param name="clock">What time it is.</param>
internal sealed class VertexJobList(VertexClient client, int calls, TimeProvider clock)
{
    /// <summary>Lists jobs.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, as they arrive. All that the query wants are among them, and there may be more.</returns>
    public IAsyncEnumerable<MlJob> ReadAsync(JobQuery query, CancellationToken cancellationToken) => NewestFirst.MergeAsync(
        query.Kind switch
        {
            MlJobKind.Training => [TrainingAsync(query, cancellationToken)],
            MlJobKind.Tuning => [TuningAsync(query, cancellationToken)],
            _ => [TrainingAsync(query, cancellationToken), TuningAsync(query, cancellationToken)],
        },
        cancellationToken);

    /// <summary>Custom jobs; those that a tuning job has started name it.</summary>
    private IAsyncEnumerable<MlJob> TrainingAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var trials = new TrialIndex(client, cancellationToken);
        return RowsAsync(VertexFamily.Training, query, cancellationToken)
            .SelectInOrderAsync(async (job, token) => await trials.FindAsync(job, token).ConfigureAwait(false) is { } tuning ? job with { TuningJobName = tuning } : job, calls, cancellationToken);
    }

    /// <summary>Tuning jobs. The list leaves out their trials, and with them which one is best.</summary>
    private IAsyncEnumerable<MlJob> TuningAsync(JobQuery query, CancellationToken cancellationToken) =>
        RowsAsync(VertexFamily.Tuning, query, cancellationToken).Where(query.Matches).SelectInOrderAsync(WholeAsync, calls, cancellationToken);

    private IAsyncEnumerable<MlJob> RowsAsync(VertexFamily family, JobQuery query, CancellationToken cancellationToken)
    {
        var range = new TimeRange(
            query.CreatedAfter is { } after ? TimeRange.Floor(after) : null,
            query.CreatedBefore is { } before ? TimeRange.After(before) : null);
        var isNamed = query.Names.Count > 0 && query.Names.All(name => name.IsLiteral);
        return new SlicedList<MlJob>(new VertexSource(client, family, [.. VertexFilter.Conditions(query)], isNamed, clock), calls).ReadAsync(range, cancellationToken);
    }

    private async Task<MlJob> WholeAsync(MlJob job, CancellationToken cancellationToken)
    {
        try
        {
            return VertexFamily.Tuning.Read(await client.GetAsync(VertexFamily.Tuning.Collection, job.Id, cancellationToken).ConfigureAwait(false), client.Location);
        }
        catch (MlOpsException e) when (e.Code is ErrorCode.NotFound or ErrorCode.AccessDenied)
        {
            return job;
        }
    }
}
