using System.Globalization;

namespace MlOps;

/// <summary>Numbers as training code prints them.</summary>
internal static class MetricNumber
{
    /// <summary>Reads a number in any culture: <c>1e-3</c>, <c>.5</c>, <c>+0.5</c>, <c>nan</c>, <c>inf</c>, <c>-Infinity</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        text = text.Trim();
        var magnitude = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (magnitude.Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
