namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Finds the streams of a job.</summary>
internal static class LogStreams
{
    // How many events all streams together may hold in memory, and how many a page is worth asking for.
    private const int MostEvents = 200_000;
    private const int MostOfPage = 10_000;
    private const int LeastOfPage = 500;

    /// <summary>Lists the streams that are there.</summary>
    /// <param name="logs">The service.</param>
    /// <param name="scope">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The streams by name; none while the job has written nothing, which for an account's first job means that there is no group either.</returns>
    public static async Task<IReadOnlyList<LogStream>> ListAsync(ILogsClient logs, LogScope scope, CancellationToken cancellationToken)
    {
        var streams = new SortedDictionary<string, LogStream>(StringComparer.Ordinal);
        string? token = null;
        try
        {
            do
            {
                var request = new DescribeLogStreamsRequest { LogGroupName = LogScope.Group, LogStreamNamePrefix = scope.Prefix, NextToken = token };
                var page = await logs.DescribeLogStreamsAsync(request, cancellationToken).ConfigureAwait(false);
                foreach (var stream in page.LogStreams ?? [])
                {
                    streams[stream.LogStreamName] = stream;
                }

                token = page.NextToken;
            }
            while (token is not null);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            // No log yet.
        }

        return [.. streams.Values];
    }

    /// <summary>How many events to ask of each stream at once, so that the pages of all fit in memory.</summary>
    /// <param name="streams">How many streams are read together.</param>
    /// <returns>The limit of a page; <see langword="null"/> for as many as the service gives.</returns>
    public static int? PageSize(int streams) => streams <= MostEvents / MostOfPage ? null : Math.Max(LeastOfPage, MostEvents / streams);
}
