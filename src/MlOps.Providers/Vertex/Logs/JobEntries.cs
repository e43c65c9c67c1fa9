using System.Runtime.CompilerServices;
using MlOps.Providers.Logs;

namespace MlOps.Providers.Vertex.Logs;

/// <summary>Reads the logs of custom jobs from Cloud Logging. The lines of all replicas are one log, in the order of time.</summary>
/// <param name="logging">The service.</param>
/// <param name="project">The project that the jobs run in.</param>
/// <param name="timings">How a log is followed.</param>
/// <param name="clock">The time; <see langword="null"/> for the system's.</param>
internal sealed class JobEntries(ILoggingClient logging, string project, LogTimings timings, TimeProvider? clock = null)
{
    /// <summary>The most entries of a page (the service's maximum).</summary>
    private const int PageSize = 1000;

    /// <summary>How far back each look goes: entries come late, and out of order among the replicas. What was given already is known by its id.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads a log.</summary>
    /// <param name="job">The job as it was found.</param>
    /// <param name="query">Which part of it. A pattern is heeded only where the service can look for it, and then not to the letter: who asks looks again.</param>
    /// <param name="refresh">Gives the job as it is now; asked while following only.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, as they arrive.</returns>
    /// <exception cref="MlOpsException">The log cannot be read.</exception>
    public IAsyncEnumerable<MlLogEvent> ReadAsync(MlJob job, LogQuery query, Func<CancellationToken, Task<MlJob>> refresh, CancellationToken cancellationToken)
    {
        var filter = new EntryFilter(job, query.Since);
        return query.Follow ? FollowAsync(job, filter, query.Tail, refresh, cancellationToken)
            : query.Tail is { } count ? TailAsync(job, filter, count, new(filter.Start), isFollowed: false, logging.ListEntriesAsync, cancellationToken)
            : WholeAsync(job, filter, query.Pattern, cancellationToken);
    }

    private async IAsyncEnumerable<MlLogEvent> WholeAsync(MlJob job, EntryFilter filter, string? pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(filter.Of(filter.Start, pattern), logging.ListEntriesAsync, cancellationToken).ConfigureAwait(false))
        {
            foreach (var line in EntryLines.Of(job, entry))
            {
                yield return line;
            }
        }
    }

    private async IAsyncEnumerable<MlLogEvent> TailAsync(
        MlJob job,
        EntryFilter filter,
        int count,
        Position position,
        bool isFollowed,
        Func<ListLogEntriesRequest, CancellationToken, Task<ListLogEntriesResponse>> list,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = new List<LogEntry>();

        // Who follows from now on begins behind the last line that is there: the clocks of this machine and of the service need not agree.
        var wanted = isFollowed ? Math.Max(1, count) : count;
        if (wanted > 0)
        {
            await foreach (var entry in EntriesAsync(filter.Of(filter.Start), list, cancellationToken, newestFirst: true, Math.Min(isFollowed ? wanted + 50 : wanted, PageSize)).ConfigureAwait(false))
            {
                if (last.Count < wanted)
                {
                    last.Add(entry);
                }
                else if (entry.Time == last[^1].Time)
                {
                    // Left out, as what is older: a look from this time on would find it.
                    position.Add(entry);
                }
                else
                {
                    break;
                }

                if (last.Count == wanted && !isFollowed)
                {
                    break;
                }
            }
        }

        last.Reverse();
        foreach (var entry in last)
        {
            position.Add(entry);
        }

        foreach (var line in last.SelectMany(entry => EntryLines.Of(job, entry)).TakeLast(count))
        {
            yield return line;
        }
    }

    private async IAsyncEnumerable<MlLogEvent> FollowAsync(
        MlJob job, EntryFilter filter, int? tail, Func<CancellationToken, Task<MlJob>> refresh, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = new PassingFailures(timings.Follow, _clock);
        var end = new JobEnd(job, token => failures.RepeatAsync(refresh, token), timings, _clock);
        var position = new Position(filter.Start);
        Task<ListLogEntriesResponse> ListAsync(ListLogEntriesRequest request, CancellationToken token) => failures.RepeatAsync(again => logging.ListEntriesAsync(request, again), token);

        var looked = _clock.GetTimestamp();
        if (tail is { } count)
        {
            // What was there before these lines is not asked for any more; what comes late from then on is.
            await foreach (var line in TailAsync(job, filter, count, position, isFollowed: true, ListAsync, cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }

            position.Skip(position.First ?? filter.Start);
        }

        while (true)
        {
            // An entry that came while the look before this one went on may belong to a page that had been read by then.
            var from = position.LookFrom(s_overlap + _clock.GetElapsedTime(looked));
            looked = _clock.GetTimestamp();

            // The state before the lines: what was written before the end is there to be seen, or late.
            var hasEnded = end.HasEnded;
            var foundLines = false;
            await foreach (var entry in EntriesAsync(filter.Of(from), ListAsync, cancellationToken).ConfigureAwait(false))
            {
                if (!position.Add(entry))
                {
                    continue;
                }

                foundLines = true;
                foreach (var line in EntryLines.Of(job, entry))
                {
                    yield return line;
                }
            }

            if (hasEnded && end.IsComplete(foundLines))
            {
                break;
            }

            await end.AskAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(timings.Follow, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<LogEntry> EntriesAsync(
        string filter,
        Func<ListLogEntriesRequest, CancellationToken, Task<ListLogEntriesResponse>> list,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool newestFirst = false,
        int pageSize = PageSize)
    {
        var request = new ListLogEntriesRequest { ResourceNames = [$"projects/{project}"], Filter = filter, OrderBy = newestFirst ? "timestamp desc" : "timestamp asc", PageSize = pageSize };
        while (true)
        {
            var page = await list(request, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Entries ?? [])
            {
                yield return entry;
            }

            // A page without entries is not the end: the service stops searching after a while and goes on when it is asked.
            if (page.NextPageToken is not { Length: > 0 } token)
            {
                yield break;
            }

            request = request with { PageToken = token };
        }
    }

    /// <summary>How far a log that is followed was read.</summary>
    /// <param name="start">The first time that is of interest.</param>
    private sealed class Position(DateTimeOffset start)
    {
        private readonly RecentIds _given = new();
        private DateTimeOffset _start = start;
        private DateTimeOffset _newest = start;

        /// <summary>The time of the oldest entry that was taken in.</summary>
        public DateTimeOffset? First { get; private set; }

        /// <summary>Takes in an entry; says whether it is new.</summary>
        public bool Add(LogEntry entry)
        {
            // An id tells entries of one time and log apart, and no others.
            if (entry.Time < _start || !_given.Add($"{entry.Time.UtcTicks} {entry.InsertId} {entry.Resource?.Labels?.GetValueOrDefault("task_name")}"))
            {
                return false;
            }

            First = First is { } first && first <= entry.Time ? first : entry.Time;
            _newest = entry.Time > _newest ? entry.Time : _newest;
            return true;
        }

        /// <summary>Leaves out what was written before a time.</summary>
        public void Skip(DateTimeOffset time)
        {
            _start = time > _start ? time : _start;
            _newest = _start > _newest ? _start : _newest;
        }

        /// <summary>Where the next look begins.</summary>
        public DateTimeOffset LookFrom(TimeSpan overlap) => _newest - overlap > _start ? _newest - overlap : _start;
    }
}
