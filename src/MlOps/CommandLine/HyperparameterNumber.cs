using System.Globalization;
using System.Numerics;

namespace MlOps;

/// <summary>Reads numbers back from the text that <see cref="HyperparameterText"/> writes.</summary>
internal static class HyperparameterNumber
{
    /// <summary>The number whose text this is, to the character; <see langword="null"/> when it is no number's: <c>007</c>, <c>1.0</c> of a <see cref="double"/>.</summary>
    public static object? Read(string text)
    {
        if (text.Length is 0 or > 400 || !(char.IsAsciiDigit(text[^1]) && (char.IsAsciiDigit(text[0]) || text[0] == '-')))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && Writes(integer) ? integer
            : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) && Writes(large) ? large
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && Writes(number) ? number
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) && Writes(exact) ? exact
            : null;

        bool Writes(object candidate) => HyperparameterText.Of("", candidate) == text;
    }
}
