using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Tells when a script goes on from one kind of object to another. Files and folders are of one kind, as are all sorts of commands: their types have an ancestor in common.</summary>
internal sealed class OutputKind
{
    // Ancestors that say nothing.
    private static readonly HashSet<string> s_common = ["System.Object", "System.ValueType", "System.MarshalByRefObject", "System.Management.Automation.PSCustomObject"];

    private string[] _last = [];

    /// <summary>Takes the next object in.</summary>
    /// <returns>Whether it is of another kind than the last one that had a kind.</returns>
    public bool Changes(PSObject? next)
    {
        // Texts and numbers stand between objects as they are; what a Format cmdlet made belongs together.
        if (next?.BaseObject is null or string or ValueType || next.TypeNames[0].StartsWith("Microsoft.PowerShell.Commands.Internal.Format.", StringComparison.Ordinal))
        {
            return false;
        }

        string[] kind = [.. next.TypeNames.Where(name => !s_common.Contains(name))];
        var changes = _last.Length > 0 && kind.Length > 0 && !_last.Intersect(kind).Any();
        _last = kind.Length > 0 ? kind : _last;
        return changes;
    }
}
