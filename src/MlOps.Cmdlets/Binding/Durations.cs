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
            // 1d on a command line is a day, though PowerShell reads a decimal number in it; what was typed goes along with the number.
            // In a table or a variable it does not, and taking a day for a second would be the wrong guess.
            case decimal:
                duration = default;
                return input is PSObject typed && typed.ToString() is [.., 'd' or 'D'] days && DurationText.TryParse(days, out duration);
            case TimeSpan given:
                duration = given;
                return true;
            case string text:
                return DurationText.TryParse(text, out duration);
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double:
                return DurationText.TryFromSeconds(Convert.ToDouble(Unwrap(input), CultureInfo.InvariantCulture), out duration);
            default:
                duration = default;
                return false;
        }
    }

    /// <summary>Whether it was meant as a duration, and PowerShell's own conversion would make something else of it.</summary>
    public static bool IsMeant(object? input) => Unwrap(input) is string or decimal;

    private static object? Unwrap(object? input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
