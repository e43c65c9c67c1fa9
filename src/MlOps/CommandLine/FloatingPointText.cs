using System.Globalization;

namespace MlOps;

/// <summary>Floating-point numbers as Python's <c>float()</c> reads and its <c>repr()</c> writes them, but that a whole number has no <c>.0</c>, so that <c>int()</c> reads it too.</summary>
internal static class FloatingPointText
{
    /// <summary>Writes a <see cref="double"/>, <see cref="float"/> or <see cref="Half"/> with the fewest digits that read back as the same number.</summary>
    public static string Of(IFormattable number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text switch
        {
            "NaN" => "nan",
            "Infinity" => "inf",
            "-Infinity" => "-inf",
            ['-', .. var magnitude] => $"-{Magnitude(magnitude)}",
            _ => Magnitude(text),
        };
    }

    /// <summary>Puts the point or the exponent where repr() has it (CPython, Python/pystrtod.c, format code 'r'). .NET's own limits depend on the type and the version.</summary>
    private static string Magnitude(string text)
    {
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0 ? mantissa.Length : dot;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        point += digits.Length - all.Length + (mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture));
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? "0"
            : point is <= -4 or > 16 ? string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{point - 1:+00;-00}")
            : point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits.PadRight(point, '0')
            : $"{digits[..point]}.{digits[point..]}";
    }
}
