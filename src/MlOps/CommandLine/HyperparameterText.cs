using System.Globalization;
using System.Numerics;

namespace MlOps;

/// <summary>How a hyperparameter's value is written: as Python's <c>float()</c>, <c>int()</c> and <c>str()</c> read it back, in every culture.</summary>
public static class HyperparameterText
{
    /// <summary>Writes one scalar.</summary>
    /// <param name="value">A number, a text, a truth value, a time, an enumeration's value, a GUID, a URI or a version.</param>
    /// <returns>The text. Numbers come back as the same number when they are read.</returns>
    /// <exception cref="MlOpsException">The value is of another type.</exception>
    public static string Format(object value) => value switch
    {
        string text => text,
        char character => character.ToString(),
        bool truth => truth ? "true" : "false",
        double number => Format(number),
        float number => float.IsFinite(number) ? Exponent(number.ToString("R", CultureInfo.InvariantCulture)) : Format((double)number),
        Half number => Half.IsFinite(number) ? Exponent(number.ToString("R", CultureInfo.InvariantCulture)) : Format((double)number),
        Enum name => name.ToString(),
        decimal or sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128 or BigInteger
            => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Guid or Uri or Version => value.ToString()!,
        _ => throw new MlOpsException(ErrorCode.InvalidArgument, $"A value of type {value.GetType().Name} cannot be an argument.", "Give a number, a text, a truth value or a list of them.", value),
    };

    private static string Format(double number) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => Exponent(number.ToString("R", CultureInfo.InvariantCulture)),
    };

    private static string Exponent(string text) => text.Replace('E', 'e');
}
