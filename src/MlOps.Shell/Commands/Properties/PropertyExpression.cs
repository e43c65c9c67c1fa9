using System.Collections;
using System.Management.Automation;

namespace MlOps.Shell.Commands.Properties;

/// <summary>What <c>-Property</c> names: a property, a wildcard, a script block, or a table with <c>Name</c> and <c>Expression</c>.</summary>
internal sealed class PropertyExpression
{
    private readonly string? _label;
    private readonly object _source;

    private PropertyExpression(string? label, object source, bool? descending)
    {
        _label = label;
        _source = source;
        Descending = descending;
    }

    /// <summary>The direction that a table asks for, or null.</summary>
    public bool? Descending { get; }

    private string Label => _label ?? _source.ToString()!.Trim();

    /// <summary>Reads a parameter's value.</summary>
    public static PropertyExpression[] ParseAll(object[]? values) => [.. (values ?? []).Select(Parse)];

    /// <summary>The properties that this means for an object; a name that it lacks is missing.</summary>
    public IEnumerable<PropertyValue> Evaluate(PSObject input)
    {
        if (_source is ScriptBlock script)
        {
            return [new(Label, Run(script, input), Exists: true)];
        }

        var name = (string)_source;
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            return [Named(input, name)];
        }

        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return NamesOf(input).Where(pattern.IsMatch).Select(n => Named(input, n) with { Name = n });
    }

    /// <summary>The one value that this means for an object.</summary>
    public PropertyValue EvaluateOne(PSObject input) => Evaluate(input).FirstOrDefault(new PropertyValue(Label, Value: null, Exists: false));

    private static PropertyExpression Parse(object value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case ScriptBlock script:
                return new(label: null, script, descending: null);
            case IDictionary table:
                var source = Entry(table, "Expression", "E") ?? Entry(table, "Name", "N", "Label", "L")
                    ?? throw new PSArgumentException("A calculated property needs an Expression.");
                bool? descending = Entry(table, "Descending") is { } down ? LanguagePrimitives.IsTrue(down)
                    : Entry(table, "Ascending") is { } up ? !LanguagePrimitives.IsTrue(up)
                    : null;
                return new(Entry(table, "Name", "N", "Label", "L")?.ToString(), source is ScriptBlock ? source : source.ToString()!, descending);
            default:
                return new(label: null, value.ToString()!, descending: null);
        }
    }

    // As PowerShell does, any unambiguous beginning of a key will do; these are the ones people write.
    private static object? Entry(IDictionary table, params string[] names)
    {
        foreach (DictionaryEntry entry in table)
        {
            if (names.Contains(entry.Key.ToString(), StringComparer.OrdinalIgnoreCase))
            {
                return entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            }
        }

        return null;
    }

    private static object? Run(ScriptBlock script, PSObject input)
    {
        var results = script.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", input)]);
        return results.Count switch
        {
            0 => null,
            1 => results[0],
            _ => results.ToArray<object>(),
        };
    }

    private static IEnumerable<string> NamesOf(PSObject input) =>
        input.BaseObject is IDictionary table ? table.Keys.Cast<object>().Select(k => k.ToString()!) : input.Properties.Select(p => p.Name);

    private PropertyValue Named(PSObject input, string name)
    {
        if (input.BaseObject is IDictionary table && table.Contains(name))
        {
            return new(_label ?? name, table[name], Exists: true);
        }

        if (input.Properties[name] is not { } property)
        {
            return new(_label ?? name, Value: null, Exists: false);
        }

        try
        {
            return new(_label ?? property.Name, property.Value, Exists: true);
        }
        catch (GetValueException)
        {
            // A getter that throws has no value to show.
            return new(_label ?? property.Name, Value: null, Exists: true);
        }
    }
}
