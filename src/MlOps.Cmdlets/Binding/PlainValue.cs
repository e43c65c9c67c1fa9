using System.Collections;
using System.Management.Automation;

namespace MlOps.Cmdlets.Binding;

/// <summary>Takes PowerShell's wrappers off a value, at every depth: the domain and the providers know nothing of them.</summary>
internal static class PlainValue
{
    public static object? Of(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom => custom.Properties.ToDictionary(property => property.Name, property => Of(property.Value)),
        PSObject wrapped => Of(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent,
        string text => text,
        IDictionary table => Table.OfValues(table),
        IEnumerable list => list.Cast<object?>().Select(Of).ToArray(),
        _ => value,
    };
}
