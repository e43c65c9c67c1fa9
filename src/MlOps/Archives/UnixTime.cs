namespace MlOps;

/// <summary>Times as Unix counts them.</summary>
internal static class UnixTime
{
    /// <summary>The time so many seconds after 1970 began; <see langword="default"/> for one before the year 1 or after the year 9999.</summary>
    public static DateTimeOffset FromSeconds(decimal seconds)
    {
        var (first, last) = (DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        return seconds >= first && seconds <= last ? DateTimeOffset.UnixEpoch.AddTicks((long)decimal.Floor(seconds * TimeSpan.TicksPerSecond)) : default;
    }
}
