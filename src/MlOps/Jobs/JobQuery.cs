namespace MlOps;

/// <summary>Which jobs a list shall return. A provider pushes to its service what the service can take, and may return more: <see cref="Matches"/> decides.</summary>
public sealed record JobQuery
{
    /// <summary>Every job.</summary>
    public static JobQuery All { get; } = new();

    /// <summary>Names or wildcard patterns, any of which has to match; empty for every name.</summary>
    public IReadOnlyList<NamePattern> Names { get; init; } = [];

    /// <summary>The statuses wanted; empty for every status.</summary>
    public IReadOnlyList<MlJobStatus> Statuses { get; init; } = [];

    /// <summary>The kind wanted; <see langword="null"/> for both.</summary>
    public MlJobKind? Kind { get; init; }

    /// <summary>Only jobs created at this time or later.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only jobs created before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>The regions (locations) to look in: names or patterns; empty for the one in the settings.</summary>
    public IReadOnlyList<NamePattern> Regions { get; init; } = [];

    /// <summary>Tags that all have to be there. A value is a wildcard pattern.</summary>
    public IReadOnlyDictionary<string, NamePattern> Tags { get; init; } = new Dictionary<string, NamePattern>();

    /// <summary>Whether a job is one of those asked for.</summary>
    /// <param name="job">The job.</param>
    /// <returns><see langword="true"/> when every condition holds.</returns>
    public bool Matches(MlJob job) =>
        (Names.Count == 0 || Names.Any(name => name.Matches(job.Name)))
        && (Statuses.Count == 0 || Statuses.Contains(job.Status))
        && (Kind is null || Kind == job.Kind)
        && (Regions.Count == 0 || Regions.Any(region => region.Matches(job.Region)))
        && (CreatedAfter is null || job.CreatedAt >= CreatedAfter)
        && (CreatedBefore is null || job.CreatedAt < CreatedBefore)
        && Tags.All(tag => job.Tag.TryGetValue(tag.Key, out var value) && tag.Value.Matches(value));

    /// <summary>A query for jobs that were found before, by their names and where they are.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <returns>The query. Others may have the same names: an id tells jobs apart.</returns>
    public static JobQuery For(params IReadOnlyCollection<MlJob> jobs) => new()
    {
        Names = [.. jobs.Select(job => job.Name).Distinct(StringComparer.Ordinal).Select(NamePattern.Literal)],
        Regions = jobs.Any(job => job.Region.Length == 0) ? [] : [.. jobs.Select(job => job.Region).Distinct(StringComparer.Ordinal).Select(NamePattern.Literal)],
    };
}
