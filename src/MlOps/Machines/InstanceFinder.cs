using System.Globalization;

namespace MlOps;

/// <summary>Finds machines in the catalogue, and says which names it does not know.</summary>
public static class InstanceFinder
{
    /// <summary>The machines of some providers.</summary>
    /// <param name="providers">The providers' names, in any case; <see cref="ProviderSelection.All"/> or none at all for every provider.</param>
    /// <returns>The machines, in the order of the catalogue.</returns>
    /// <exception cref="MlOpsException">The catalogue has no machines of a provider.</exception>
    public static IReadOnlyList<MlInstance> OfProviders(IReadOnlyList<string> providers)
    {
        if (providers.FirstOrDefault(name => !IsAll(name) && !InstanceCatalogue.Providers.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The machine catalogue has nothing of '{unknown}'.",
                $"It has the machines of {string.Join(", ", InstanceCatalogue.Providers)}.",
                unknown);
        }

        return providers.Count == 0 || providers.Any(IsAll)
            ? InstanceCatalogue.All
            : [.. InstanceCatalogue.All.Where(machine => providers.Contains(machine.Provider, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>One error for each plain name in a query that no machine has. A name that is there and does not fit the rest of the query is none.</summary>
    /// <param name="machines">The machines to look among.</param>
    /// <param name="query">The query.</param>
    /// <returns>The errors.</returns>
    public static IEnumerable<MlOpsException> UnknownNames(IReadOnlyList<MlInstance> machines, InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (var name in Literals(query.InstanceTypes).Except(machines.Select(machine => machine.InstanceType), StringComparer.OrdinalIgnoreCase))
        {
            yield return NotFound($"There is no machine type '{name}'", name, NearestType(name, machines), "Find-MlInstance lists the machine types.");
        }

        string[] accelerators = [.. machines.Select(machine => machine.Accelerator).Where(name => name.Length > 0).Distinct()];
        foreach (var name in Literals(query.Accelerators).Except(machines.SelectMany(machine => machine.AcceleratorNames), StringComparer.OrdinalIgnoreCase))
        {
            yield return NotFound($"There is no machine with the accelerator '{name}'", name, NearestName.Find(name, accelerators), $"There are {string.Join(", ", accelerators)}.");
        }
    }

    private static IEnumerable<string> Literals(IEnumerable<NamePattern> patterns) => patterns.Select(pattern => pattern.LiteralName).OfType<string>();

    /// <summary>The type that was probably meant. Those who know EC2 leave out SageMaker's <c>ml.</c>.</summary>
    private static string? NearestType(string name, IReadOnlyList<MlInstance> machines)
    {
        string[] types = [.. machines.Select(machine => machine.InstanceType)];
        return Array.Find(types, type => string.Equals(type, $"ml.{name}", StringComparison.OrdinalIgnoreCase))
            ?? NearestName.Find(name, types);
    }

    private static MlOpsException NotFound(string message, string name, string? nearest, string otherwise) => new(
        ErrorCode.NotFound,
        $"{message} in the catalogue of {InstanceCatalogue.Date.ToString("yyyy-MM", CultureInfo.InvariantCulture)}.",
        nearest is null ? otherwise : $"Did you mean '{nearest}'?",
        name);

    private static bool IsAll(string name) => string.Equals(name, ProviderSelection.All, StringComparison.OrdinalIgnoreCase);
}
