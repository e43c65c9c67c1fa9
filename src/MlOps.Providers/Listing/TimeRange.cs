namespace MlOps.Providers.Listing;

/// <summary>A range of times in whole seconds, which is as fine as the services' filters are.</summary>
/// <param name="From">The first second; <see langword="null"/> for no beginning.</param>
/// <param name="To">The second after the last; <see langword="null"/> for no end.</param>
internal readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>Whether a time is in the range.</summary>
    public bool Contains(DateTimeOffset time) => (From is not { } from || time >= from) && (To is not { } to || time < to);

    /// <summary>Cuts a range into parts of about the same length.</summary>
    /// <param name="from">Its first second.</param>
    /// <param name="to">The second after its last.</param>
    /// <param name="parts">How many are wanted.</param>
    /// <returns>The parts, the newest first; one, when it is too short to be cut.</returns>
    public static IReadOnlyList<TimeRange> Cut(DateTimeOffset from, DateTimeOffset to, int parts)
    {
        var seconds = (long)(to - from).TotalSeconds;
        var count = (int)Math.Max(1, Math.Min(parts, seconds));
        var cuts = new List<TimeRange>(count);
        for (var i = count; i > 0; i--)
        {
            cuts.Add(new(from + (seconds * (i - 1) / count * s_second), i == count ? to : from + (seconds * i / count * s_second)));
        }

        return cuts;
    }

    /// <summary>The beginning of the second that a time is in.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>The beginning of the second after the one that a time is in.</summary>
    public static DateTimeOffset After(DateTimeOffset time) => Floor(time) + s_second;
}
