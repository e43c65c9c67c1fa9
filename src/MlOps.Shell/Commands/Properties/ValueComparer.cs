using System.Globalization;
using System.Management.Automation;

namespace MlOps.Shell.Commands.Properties;

/// <summary>Compares values as PowerShell does: numbers as numbers, the rest as texts; an object without the property comes last.</summary>
internal sealed class ValueComparer(bool caseSensitive)
{
    public int Compare(PropertyValue left, PropertyValue right) =>
        left.Exists == right.Exists ? Compare(left.Value, right.Value) : left.Exists ? -1 : 1;

    public int Compare(object? left, object? right)
    {
        if (LanguagePrimitives.TryCompare(left, right, !caseSensitive, out var result))
        {
            return result;
        }

        return string.Compare(
            LanguagePrimitives.ConvertTo<string>(left),
            LanguagePrimitives.ConvertTo<string>(right),
            caseSensitive ? StringComparison.CurrentCulture : StringComparison.CurrentCultureIgnoreCase);
    }

    public bool Equal(IReadOnlyList<PropertyValue> left, IReadOnlyList<PropertyValue> right) =>
        left.Count == right.Count && left.Zip(right).All(p => p.First.Exists == p.Second.Exists && Equal(p.First.Value, p.Second.Value));

    private bool Equal(object? left, object? right) => LanguagePrimitives.Equals(left, right, !caseSensitive, CultureInfo.CurrentCulture);
}
