namespace MlOps.Providers.SageMaker.Listing;

/// <summary>The jobs that were made or changed in the last while, for which <c>Search</c> may lag behind. They are read as far as the reader of the search has come.</summary>
/// <param name="directory">The plain list.</param>
/// <param name="since">Since when a search may not be trusted.</param>
internal sealed class RecentChanges(JobDirectory directory, DateTimeOffset since)
{
    // The search and the list may round a time differently.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);

    private readonly LinkedList<JobSummary> _pending = new();
    private readonly Dictionary<string, LinkedListNode<JobSummary>> _byId = new(StringComparer.Ordinal);
    private Task<bool>? _reading;
    private string? _token;
    private DateTimeOffset _frontier = DateTimeOffset.MaxValue;
    private bool _isAtEnd;
    private bool _isDenied;

    /// <summary>Begins to read, so that it goes on beside the search.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public void Begin(CancellationToken cancellationToken) => _reading ??= ReadPageAsync(cancellationToken);

    /// <summary>What is known of a job that the search has found; it is then no longer among the others.</summary>
    /// <param name="row">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether the search's document is behind.</returns>
    public async Task<bool> IsBehindAsync(JobRow row, CancellationToken cancellationToken)
    {
        await ReadUntilAsync(row.Job.CreatedAt - s_tolerance, cancellationToken).ConfigureAwait(false);
        if (!_byId.Remove(row.Job.Id, out var node))
        {
            // It changed not long ago and is not among those that did: it was deleted, or changed since.
            return !_isDenied && row.ModifiedAt > since + s_tolerance;
        }

        _pending.Remove(node);
        return node.Value.ModifiedAt > row.ModifiedAt + s_tolerance || row.ModifiedAt is null;
    }

    /// <summary>Takes the jobs that are newer than a time and that the search has not found; it has passed them.</summary>
    /// <param name="time">How far the search has come; the beginning of time at its end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, the newest first.</returns>
    public async Task<IReadOnlyList<JobSummary>> TakeNewerAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await ReadUntilAsync(time, cancellationToken).ConfigureAwait(false);
        var taken = new List<JobSummary>();
        while (_pending.First is { } first && (time == DateTimeOffset.MinValue || first.Value.CreatedAt > time + s_tolerance))
        {
            _pending.RemoveFirst();
            _byId.Remove(first.Value.Id);
            taken.Add(first.Value);
        }

        return taken;
    }

    private async Task ReadUntilAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        while (!_isAtEnd && _frontier >= time)
        {
            Begin(cancellationToken);
            _isAtEnd = !await _reading!.ConfigureAwait(false);
            _reading = null;
        }
    }

    /// <summary>Reads a page; says whether there may be another.</summary>
    private async Task<bool> ReadPageAsync(CancellationToken cancellationToken)
    {
        try
        {
            var page = await directory.ReadChangedAsync(since, _token, cancellationToken).ConfigureAwait(false);
            foreach (var summary in page.Items.Where(summary => !_byId.ContainsKey(summary.Id)))
            {
                _byId.Add(summary.Id, _pending.AddLast(summary));
            }

            _frontier = page.Items.Count > 0 ? page.Items[^1].CreatedAt : _frontier;
            _token = page.NextToken;
            return _token is not null;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.AccessDenied)
        {
            // Without this permission the search is all there is.
            _isDenied = true;
            return false;
        }
    }
}
