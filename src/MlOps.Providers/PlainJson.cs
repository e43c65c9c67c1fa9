using System.Text.Json;

namespace MlOps.Providers;

/// <summary>Makes of a service's document what PowerShell can look into: tables, lists, texts and numbers.</summary>
internal static class PlainJson
{
    /// <summary>The value of a document.</summary>
    /// <param name="element">The document.</param>
    /// <returns>A dictionary, a list, a text, a number, a truth value or <see langword="null"/>.</returns>
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Table(element),
        JsonValueKind.Array => List(element),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Table(JsonElement element)
    {
        var table = new Dictionary<string, object?>(element.GetPropertyCount());
        foreach (var property in element.EnumerateObject())
        {
            table[property.Name] = Of(property.Value);
        }

        return table;
    }

    private static object?[] List(JsonElement element)
    {
        var list = new object?[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            list[i++] = Of(item);
        }

        return list;
    }
}
