using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Makes lines of comma-separated values: the first object says which columns there are.</summary>
internal sealed class CsvLines(char delimiter)
{
    private string[]? _columns;

    /// <summary>The lines for an object; before the first one, the names of the columns.</summary>
    public IEnumerable<string> For(PSObject value)
    {
        if (_columns is null)
        {
            _columns = value.BaseObject is System.Collections.IDictionary table
                ? [.. table.Keys.Cast<object>().Select(k => k.ToString()!)]
                : [.. value.Properties.Select(p => p.Name)];
            yield return string.Join(delimiter, _columns.Select(Quoted));
        }

        yield return string.Join(delimiter, _columns.Select(c => ValueOf(value, c) is { } content ? Quoted(content) : ""));
    }

    private static string? ValueOf(PSObject value, string column)
    {
        var content = value.BaseObject is System.Collections.IDictionary table ? table[column] : value.Properties[column]?.Value;
        return content is null ? null : LanguagePrimitives.ConvertTo<string>(content);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
