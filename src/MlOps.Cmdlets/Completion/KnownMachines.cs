using System.Collections;
using System.Management.Automation;

namespace MlOps.Cmdlets.Completion;

/// <summary>The machines that a completion chooses from.</summary>
internal static class KnownMachines
{
    /// <summary>The machines of the providers that the command line names so far; all of them when it names none.</summary>
    public static IEnumerable<MlInstance> Find(IDictionary boundParameters)
    {
        try
        {
            return InstanceFinder.OfProviders(boundParameters.Contains("Provider") ? LanguagePrimitives.ConvertTo<string[]>(boundParameters["Provider"]) : []);
        }
        catch (MlOpsException)
        {
            // A provider without machine types, as Local is one.
            return [];
        }
    }
}
