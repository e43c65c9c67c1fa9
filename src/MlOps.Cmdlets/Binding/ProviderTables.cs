using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets.Binding;

/// <summary>Reads tables that have an entry for each of some providers.</summary>
internal static class ProviderTables
{
    /// <summary>The tables of parameters of <c>-ProviderParameter</c>, by the names of the providers.</summary>
    public static IReadOnlyDictionary<string, ParameterTable> Read(IDictionary? table, IReadOnlyList<IProvider> providers)
    {
        var tables = new Dictionary<string, ParameterTable>();
        foreach (var (name, value) in Table.Entries(table))
        {
            var provider = Find(name, providers, "ProviderParameter");
            tables[provider] = value is IDictionary values
                ? new($"-ProviderParameter '{provider}'", [.. Table.Entries(values)])
                : throw Refused($"-ProviderParameter has no table for {provider}", $"Give one, as in @{{ {provider} = @{{ InstanceType = '…' }} }}.", name);
        }

        return tables;
    }

    /// <summary>How many trials run at once on each provider, by <c>-MaxParallel</c>.</summary>
    public static IReadOnlyDictionary<string, int> ReadParallel(object? given, IReadOnlyList<IProvider> providers)
    {
        var plain = PlainValue.Of(given);
        var each = plain is null or IDictionary ? TuningRules.DefaultParallel : Number(plain);
        var parallel = providers.ToDictionary(provider => provider.Name, _ => each);
        foreach (var (name, value) in Table.Entries(plain as IDictionary))
        {
            parallel[Find(name, providers, "MaxParallel")] = Number(value);
        }

        return parallel;
    }

    private static string Find(string name, IReadOnlyList<IProvider> providers, string parameter) =>
        providers.FirstOrDefault(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw Refused($"-{parameter} has '{TerminalText.Clean(name)}', which is none of the providers of this search", $"It runs on {string.Join(", ", providers.Select(provider => provider.Name))}.", name);

    private static int Number(object? value) =>
        LanguagePrimitives.TryConvertTo<double>(value, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= int.MaxValue && number == Math.Floor(number)
            ? (int)number
            : throw Refused($"-MaxParallel has '{TerminalText.Clean($"{value}")}'", "Give a whole number from 1 on, or a table of providers and such numbers.", value);

    private static MlOpsException Refused(string fault, string action, object? target) => new(ErrorCode.InvalidArgument, $"{fault}.", action, target);
}
