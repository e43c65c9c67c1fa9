using System.Globalization;
using System.Numerics;

namespace MlOps;

/// <summary>The text of a hyperparameter's value, the same in every culture.</summary>
public static class HyperparameterText
{
    /// <summary>Writes one value.</summary>
    /// <param name="name">The hyperparameter's name, for the error.</param>
    /// <param name="value">The value.</param>
    /// <returns>Its text, which reads back as the same value.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the value's type has no form as an argument.</exception>
    public static string Of(string name, object value) => value switch
    {
        string text => text,
        char character => character.ToString(),
        Enum member => member.ToString(),
        double or float or Half => FloatingPointText.Of((IFormattable)value),
        sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or Int128 or UInt128 or BigInteger or decimal
            => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        Guid guid => guid.ToString(),
        Uri uri => uri.OriginalString,
        Version version => version.ToString(),
        _ => throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"The hyperparameter '{name}' holds a {value.GetType()}, which has no form as an argument.",
            "Give a text, a number, a switch, or a list of them.",
            name),
    };
}
