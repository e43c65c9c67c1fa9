using System.Globalization;
using System.Numerics;

namespace MlOps;

/// <summary>Numbers of any of .NET's types.</summary>
internal static class PlainNumber
{
    /// <summary>Reads one. A text is no number, and neither is a switch.</summary>
    public static bool TryRead(object? value, out double number)
    {
        switch (value)
        {
            case double or float or Half or decimal or sbyte or byte or short or ushort or int or uint or long or ulong:
                number = value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return !double.IsNaN(number);
            case BigInteger big:
                number = (double)big;
                return true;
            default:
                number = double.NaN;
                return false;
        }
    }
}
