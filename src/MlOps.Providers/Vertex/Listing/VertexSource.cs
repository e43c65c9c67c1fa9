using MlOps.Providers.Listing;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>The jobs of one kind in one location, a hundred a call, in no order.</summary>
/// <param name="client">Vertex AI.</param>
/// <param name="family">The kind.</param>
/// <param name="conditions">What is asked for, but for the time.</param>
/// <param name="isShort">Whether few jobs are expected, so that one list will do.</param>
/// <param name="clock">What time it is.</param>
internal sealed class VertexSource(VertexClient client, VertexFamily family, IReadOnlyList<string> conditions, bool isShort, TimeProvider clock) : ISliceSource<MlJob>
{
    /// <summary>Vertex AI began in 2021; what was taken over from the services before it is not older than this.</summary>
    private static readonly DateTimeOffset s_beginning = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The ages that slices begin with. Jobs are many when they are new, and the further one looks back, the longer a slice can be.</summary>
    private static readonly TimeSpan[] s_ages =
    [
        TimeSpan.FromHours(1), TimeSpan.FromHours(8), TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(7), TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(60),
        TimeSpan.FromDays(120), TimeSpan.FromDays(240), TimeSpan.FromDays(480), TimeSpan.FromDays(960),
    ];

    /// <inheritdoc/>
    public int PageSize => 100;

    /// <inheritdoc/>
    public bool IsSorted => false;

    /// <inheritdoc/>
    public IReadOnlyList<TimeRange> Begin(TimeRange range)
    {
        if (isShort)
        {
            return [range];
        }

        var beginning = range.From ?? s_beginning;
        var now = TimeRange.Floor(clock.GetUtcNow());
        DateTimeOffset[] cuts = [.. s_ages.Select(age => now - age).Where(time => time > beginning && (range.To is not { } to || time < to))];
        return [.. cuts.Append(beginning).Select((from, i) => new TimeRange(from, i == 0 ? range.To : cuts[i - 1]))];
    }

    /// <inheritdoc/>
    public async Task<ListPage<MlJob>> ReadPageAsync(TimeRange range, string? token, CancellationToken cancellationToken)
    {
        var filter = string.Join(" AND ", conditions.Concat(VertexFilter.Conditions(range)));
        var found = new List<MlJob>();
        do
        {
            var (jobs, next) = await client.ListAsync(family.Collection, filter, PageSize, token, cancellationToken).ConfigureAwait(false);
            found.AddRange(jobs.Select(job => family.Read(job, client.Location)));
            token = next;
        }
        while (token is not null && IsWhole(range));
        return new(found, token);
    }

    /// <summary>Whether a list is read to its end at once: nobody cuts it any further, and one page of it says nothing of the order.</summary>
    private bool IsWhole(TimeRange range) => isShort || (range is { From: { } from, To: { } to } && (to - from).TotalSeconds < 2);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> FindOldestAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt(MlJob item) => item.CreatedAt;

    /// <inheritdoc/>
    public string Id(MlJob item) => item.Id;
}
