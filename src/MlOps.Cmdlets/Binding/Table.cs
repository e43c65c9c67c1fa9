using System.Collections;
using System.Management.Automation;

namespace MlOps.Cmdlets.Binding;

/// <summary>Turns PowerShell's tables into the domain's dictionaries, in an order that is the same every time.</summary>
internal static class Table
{
    /// <summary>A table of single values as text.</summary>
    public static Dictionary<string, string> OfStrings(IDictionary? table, string parameter) =>
        Entries(table).ToDictionary(entry => entry.Key, entry => Text(entry, parameter));

    /// <summary>A table of wildcard patterns.</summary>
    public static Dictionary<string, NamePattern> OfPatterns(IDictionary? table, string parameter) =>
        OfStrings(table, parameter).ToDictionary(entry => entry.Key, entry => NamePattern.Parse(entry.Value));

    /// <summary>A table of values of any kind.</summary>
    public static Dictionary<string, object?> OfValues(IDictionary? table) => Entries(table).ToDictionary();

    /// <summary>The entries: a hashtable's by name, because it has no order, those of any other table as they stand.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary? table)
    {
        // Through the enumerator: Cast would see the key-value pairs of a generic dictionary instead.
        var entries = new List<KeyValuePair<string, object?>>(table?.Count ?? 0);
        for (var each = table?.GetEnumerator(); each?.MoveNext() == true;)
        {
            entries.Add(new(LanguagePrimitives.ConvertTo<string>(each.Key), PlainValue.Of(each.Value)));
        }

        return table is Hashtable ? HyperparameterOrder.Sorted(entries) : entries;
    }

    private static string Text(KeyValuePair<string, object?> entry, string parameter) => entry.Value is IEnumerable and not string
        ? throw new MlOpsException(ErrorCode.InvalidArgument, $"-{parameter} '{entry.Key}' takes one value, not several.", "Give one text for each name.", entry.Key)
        : LanguagePrimitives.ConvertTo<string>(entry.Value);
}
