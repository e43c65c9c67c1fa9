using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace MlOps.Shell.Commands.Json;

/// <summary>Makes PowerShell's objects of JSON.</summary>
internal static class JsonReader
{
    /// <summary>Turns an element into an object.</summary>
    /// <param name="element">The element.</param>
    /// <param name="asTable">Ordered tables in place of objects.</param>
    public static object? Read(JsonElement element, bool asTable) => element.ValueKind switch
    {
        JsonValueKind.Object => asTable ? Table(element) : Object(element),
        JsonValueKind.Array => element.EnumerateArray().Select(e => Read(e, asTable)).ToArray(),
        JsonValueKind.String => Text(element),
        JsonValueKind.Number => Number(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject Object(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            // The last one counts, as it does everywhere else.
            result.Properties.Remove(property.Name);
            result.Properties.Add(new PSNoteProperty(property.Name, Read(property.Value, asTable: false)));
        }

        return result;
    }

    private static OrderedDictionary Table(JsonElement element)
    {
        var table = new OrderedDictionary((IEqualityComparer)StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            table[property.Name] = Read(property.Value, asTable: true);
        }

        return table;
    }

    // A date alone stays a text, as in PowerShell.
    private static object? Text(JsonElement element)
    {
        var text = element.GetString()!;
        return text.Contains('T', StringComparison.Ordinal) && element.TryGetDateTime(out var time) ? time : text;
    }

    private static object Number(JsonElement element)
    {
        var text = element.GetRawText();
        if (text.AsSpan().ContainsAny(".eE"))
        {
            return element.GetDouble();
        }

        return element.TryGetInt64(out var whole) ? (object)whole : BigInteger.Parse(text, CultureInfo.InvariantCulture);
    }
}
