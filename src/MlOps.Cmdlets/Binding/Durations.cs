using System.Globalization;
using System.Management.Automation;

namespace MlOps.Cmdlets.Binding;

/// <summary>Reads durations out of what PowerShell hands to a parameter.</summary>
internal static class Durations
{
    public static bool TryRead(object? input, out TimeSpan duration)
    {
        switch (Unwrap(input))
        {
            case TimeSpan given:
                duration = given;
                return true;
            case string text:
                return DurationText.TryParse(text, out duration);
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal:
                return DurationText.TryFromSeconds(Convert.ToDouble(Unwrap(input), CultureInfo.InvariantCulture), out duration);
            default:
                duration = default;
                return false;
        }
    }

    public static bool IsText(object? input) => Unwrap(input) is string;

    private static object? Unwrap(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
