namespace MlOps;

/// <summary>Where a reading of an archive begins.</summary>
internal sealed record ArchiveStart
{
    /// <summary>The beginning of the archive.</summary>
    public static ArchiveStart Beginning { get; } = new() { Point = ArchivePoint.Beginning };

    /// <summary>The restart point.</summary>
    public required ArchivePoint Point { get; init; }

    /// <summary>The headers to begin with, at or after the point.</summary>
    public long Headers { get; init; }

    /// <summary>The member within whose content the point is, when reading begins there.</summary>
    public ArchiveMember? Within { get; init; }

    /// <summary>What takes the rest of that member's content.</summary>
    public IContentWriter? Writer { get; init; }

    /// <summary>Where a reading can go on that ended early.</summary>
    /// <param name="index">What it left.</param>
    /// <returns>The last restart point; <see langword="null"/> when only the beginning is left.</returns>
    public static ArchiveStart? Last(ArchiveIndex? index) =>
        index is null or { HasRules: true } or { Points: [] } ? null
        : index.Points[^1] is { Within: < 0 } point ? new() { Point = point, Headers = point.Headers }
        : index.Begun is { } begun && begun.HeaderOffset == index.Points[^1].Within ? new() { Point = index.Points[^1], Within = begun }
        : null;

    /// <summary>The last restart point for a member from its headers on.</summary>
    /// <param name="index">The index.</param>
    /// <param name="member">The member.</param>
    /// <returns>The point and the headers, of this member or one before it.</returns>
    public static ArchiveStart Before(ArchiveIndex index, ArchiveMember member) =>
        index.Points.LastOrDefault(point => point.Within < 0 && point.Headers <= member.HeaderOffset) is { } point ? new() { Point = point, Headers = point.Headers } : Beginning;
}
