namespace MlOps;

/// <summary>Chooses the patterns by which the metrics of a job are read.</summary>
public static class MetricChoice
{
    /// <summary>Makes patterns of a table.</summary>
    /// <param name="patterns">Names and regular expressions.</param>
    /// <returns>The patterns.</returns>
    /// <exception cref="MlOpsException">One of the expressions cannot be used.</exception>
    public static IReadOnlyList<MetricPattern> Compile(IReadOnlyDictionary<string, string> patterns) =>
        [.. patterns.Select(pattern => new MetricPattern(pattern.Key, pattern.Value))];

    /// <summary>The patterns for a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="given">Patterns to use instead of the job's own; empty for those that it was started with.</param>
    /// <param name="wanted">The metrics that are asked for; empty for every one.</param>
    /// <returns>The patterns of the metrics that are asked for.</returns>
    /// <exception cref="MlOpsException">There is no pattern at all, or none for a metric that is asked for by its plain name.</exception>
    public static IReadOnlyList<MetricPattern> For(MlJob job, IReadOnlyList<MetricPattern> given, IReadOnlyList<NamePattern> wanted)
    {
        var patterns = given.Count > 0 ? given : Compile(job.MetricPattern);
        if (patterns.Count == 0)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The job '{job.Name}' on {job.Provider} was started without a pattern by which metrics can be read from its log.",
                @"Give one: -Pattern @{ val_loss = 'val_loss=(\S+)' }. Start-MlTrainingJob -MetricPattern remembers it with the job.",
                job);
        }

        var unknown = wanted.FirstOrDefault(name => name.IsLiteral && !patterns.Any(pattern => name.Matches(pattern.Name)));
        return unknown is null
            ? [.. patterns.Where(pattern => wanted.Count == 0 || wanted.Any(name => name.Matches(pattern.Name)))]
            : throw new MlOpsException(
                ErrorCode.NotFound,
                $"There is no pattern for a metric '{unknown.LiteralName}' of the job '{job.Name}' on {job.Provider}.",
                $"There is one for {string.Join(", ", patterns.Select(pattern => pattern.Name))}.",
                unknown.LiteralName);
    }
}
