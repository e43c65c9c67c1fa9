using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace MlOps.Cmdlets.Binding;

/// <summary>Sets properties by the names and values of a table, converted and checked as a parameter's would be.</summary>
/// <param name="properties">The properties that may be set, by name.</param>
/// <param name="where">What the table is, in an error: <c>-PruningOption</c>.</param>
/// <param name="what">What its names are, in an error: <c>option of a pruning rule</c>.</param>
internal sealed class NamedProperties(IReadOnlyDictionary<string, PropertyInfo> properties, string where, string what)
{
    /// <summary>Sets the properties of an object.</summary>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a name is none of the properties, or its value cannot be used.</exception>
    public void Set(object target, IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            var property = Find(name);
            property.SetValue(target, Convert(property, name, value));
        }
    }

    private PropertyInfo Find(string name) => properties.TryGetValue(name, out var property) ? property : throw Unknown(name);

    private MlOpsException Unknown(string name)
    {
        var nearest = NearestName.Find(name, properties.Keys);
        return new(
            ErrorCode.InvalidArgument,
            $"{where} has '{TerminalText.Clean(name)}', which is no {what}.",
            nearest is null ? $"There are {string.Join(", ", properties.Keys)}." : $"Did you mean '{nearest}'?",
            name);
    }

    private object? Convert(PropertyInfo property, string name, object? value)
    {
        try
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (value is null && (type != property.PropertyType || !type.IsValueType))
            {
                return null;
            }

            foreach (var transformation in property.GetCustomAttributes<ArgumentTransformationAttribute>())
            {
                value = transformation.Transform(null!, value);
            }

            var converted = LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
            var range = property.GetCustomAttribute<ValidateRangeAttribute>();
            return Rounds(value, converted) ? throw Refused(name, value, "has to be a whole number")
                : range is not null && (LanguagePrimitives.Compare(converted, range.MinRange) < 0 || LanguagePrimitives.Compare(converted, range.MaxRange) > 0)
                    ? throw Refused(name, value, $"has to be from {range.MinRange} to {range.MaxRange}")
                : converted;
        }
        catch (Exception e) when (e is PSInvalidCastException or MetadataException)
        {
            throw Refused(name, value, $"cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>PowerShell makes 2 of 2.5 where a whole number is wanted.</summary>
    private static bool Rounds(object? value, object? converted) =>
        value is double or decimal or float && converted is int or long && System.Convert.ToDouble(value, CultureInfo.InvariantCulture) != System.Convert.ToDouble(converted, CultureInfo.InvariantCulture);

    private MlOpsException Refused(string name, object? value, string fault, Exception? cause = null) =>
        new(ErrorCode.InvalidArgument, $"The value '{TerminalText.Clean($"{value}")}' of '{name}' in {where} {fault}.", "Give another.", name, cause);
}
