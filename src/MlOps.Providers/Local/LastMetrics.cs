namespace MlOps.Providers.Local;

/// <summary>The last value of each metric of a job, read from the end of its log.</summary>
internal static class LastMetrics
{
    /// <summary>How far back to look in the log of a job that still runs, each time that it is listed.</summary>
    private const int RunningLines = 5_000;

    /// <summary>Reads the values. Most training code prints its metrics often, so the last lines are enough; if not, more are read.</summary>
    public static IReadOnlyDictionary<string, double> Read(JobFolder folder, LocalJobDocument document, bool hasEnded)
    {
        var patterns = document.MetricPatterns.Select(pattern => new MetricPattern(pattern.Key, pattern.Value)).ToList();
        var values = new Dictionary<string, double>();
        var limit = hasEnded ? int.MaxValue : RunningLines;
        for (var lines = Math.Min(500, limit); values.Count < patterns.Count; lines = (int)Math.Min(lines * 10L, limit))
        {
            var seen = ReadTail(folder, document, lines, patterns, values);
            if (seen < lines || lines == limit)
            {
                break;
            }
        }

        return values;
    }

    private static int ReadTail(JobFolder folder, LocalJobDocument document, int lines, List<MetricPattern> patterns, Dictionary<string, double> values)
    {
        using var log = new JobLog(folder, document.Name, document.Launch.InstanceCount);
        var seen = 0;
        foreach (var line in lines == int.MaxValue ? log.ReadAvailable(toTheEnd: true) : log.ReadTail(lines, toTheEnd: true))
        {
            seen++;
            foreach (var point in patterns.SelectMany(pattern => pattern.Match(line)))
            {
                values[point.Name] = point.Value;
            }
        }

        return seen;
    }
}
