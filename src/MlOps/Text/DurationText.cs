using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Reads a duration as people write it: <c>90</c> (seconds), <c>90m</c>, <c>1h30m</c>, <c>1d</c>, <c>01:30:00</c>.</summary>
public static partial class DurationText
{
    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">What it says.</param>
    /// <returns>Whether it is a duration, and one that a <see cref="TimeSpan"/> can hold.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return TryFromSeconds(seconds, out duration);
        }

        if (WithUnits().Match(text) is { Success: true } match)
        {
            var parts = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, (number, unit) => Seconds(number.Value, unit.Value));
            return TryFromSeconds(parts.Sum(), out duration);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }

    /// <summary>Makes a duration of a number of seconds.</summary>
    /// <param name="seconds">The seconds.</param>
    /// <param name="duration">The duration.</param>
    /// <returns>Whether a <see cref="TimeSpan"/> can hold it.</returns>
    public static bool TryFromSeconds(double seconds, out TimeSpan duration)
    {
        var holds = Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds;
        duration = holds ? TimeSpan.FromSeconds(seconds) : default;
        return holds;
    }

    private static double Seconds(string number, string unit) => double.Parse(number, CultureInfo.InvariantCulture) * unit.ToLowerInvariant() switch
    {
        "d" => 86400,
        "h" => 3600,
        "m" => 60,
        "ms" => 0.001,
        _ => 1,
    };

    [GeneratedRegex(@"^(?:(?<number>\d+(?:\.\d+)?)\s*(?<unit>d|h|ms|m|s)\s*)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithUnits();
}
