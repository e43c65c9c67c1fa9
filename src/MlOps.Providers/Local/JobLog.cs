using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>The log of a local job: that of all its instances, in the order of time.</summary>
internal sealed class JobLog(JobFolder folder, string jobName, int instanceCount) : IDisposable
{
    private readonly List<InstanceLog> _instances =
    [
        .. Enumerable.Range(0, instanceCount).Select(rank => new InstanceLog(folder.Instance(rank), jobName, rank.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <summary>Begins with the last lines of what is there.</summary>
    /// <returns>The lines. What comes after them is read by the next <see cref="ReadAvailable"/>.</returns>
    public IEnumerable<MlLogEvent> ReadTail(int lines, bool toTheEnd)
    {
        _instances.ForEach(instance => instance.SeekTail(lines));
        var last = new Queue<MlLogEvent>();
        foreach (var line in ReadAvailable(toTheEnd))
        {
            last.Enqueue(line);
            if (last.Count > lines)
            {
                _ = last.Dequeue();
            }
        }

        return last;
    }

    /// <summary>Begins with the first line of a time.</summary>
    public void SeekTime(DateTimeOffset time) => _instances.ForEach(instance => instance.SeekTime(time));

    /// <summary>Reads the lines that have come since the last call.</summary>
    /// <param name="toTheEnd">Whether to take everything that is there, or only what its time is known of.</param>
    public IEnumerable<MlLogEvent> ReadAvailable(bool toTheEnd)
    {
        var next = new PriorityQueue<IEnumerator<MlLogEvent>, (DateTimeOffset Time, int Rank)>();
        var sources = _instances.Select(instance => instance.ReadAvailable(toTheEnd).GetEnumerator()).ToList();
        try
        {
            for (var rank = 0; rank < sources.Count; rank++)
            {
                if (sources[rank].MoveNext())
                {
                    next.Enqueue(sources[rank], (sources[rank].Current.Time, rank));
                }
            }

            while (next.TryDequeue(out var source, out var key))
            {
                yield return source.Current;
                if (source.MoveNext())
                {
                    next.Enqueue(source, (source.Current.Time, key.Rank));
                }
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    public void Dispose() => _instances.ForEach(instance => instance.Dispose());
}
