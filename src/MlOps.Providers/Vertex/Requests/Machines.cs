using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The machines of a request. Some types have their accelerators built in, some take what is put on them, the others take none.</summary>
internal static partial class Machines
{
    /// <summary>The smallest of the type that Vertex AI's own examples take.</summary>
    public const string DefaultInstanceType = "n1-standard-4";

    public static MachineSpec Of(TrainingSpec spec)
    {
        var accelerator = spec.Accelerator is { } word ? AcceleratorName.Common(word) : null;
        if (accelerator is null && spec.AcceleratorCount > 0 && (spec.InstanceType is not { } named || InstanceCatalogue.Find(VertexProvider.ProviderName, named) is not { AcceleratorCount: > 0 }))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"AcceleratorCount is {spec.AcceleratorCount}, and nothing says of which accelerator.",
                "Give -Accelerator too.",
                spec.AcceleratorCount);
        }

        return spec.InstanceType is { } type ? Named(type, accelerator, spec.AcceleratorCount)
            : accelerator is null ? new() { MachineType = DefaultInstanceType }
            : Machine(InstanceCatalogue.Pick(VertexProvider.ProviderName, accelerator, spec.AcceleratorCount));
    }

    private static MachineSpec Named(string type, string? accelerator, int? count)
    {
        if (!TypeName().IsMatch(type))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"'{TerminalText.Clean(type)}' is no machine type of Vertex AI.",
                "Its types look like n1-standard-4. Find-MlInstance -Provider Vertex lists them.",
                type);
        }

        var variants = InstanceCatalogue.Variants(VertexProvider.ProviderName, type);
        if (variants.Count == 0 || IsUnsure(type, accelerator, count))
        {
            // Vertex AI has new types before MlOps knows them.
            return accelerator is null ? new() { MachineType = type } : Spec(type, accelerator, count ?? 1);
        }

        if (accelerator is null && (count ?? 0) == 0)
        {
            return Machine(variants[0]);
        }

        return variants.FirstOrDefault(machine => machine.AcceleratorCount > 0
            && (accelerator is null || machine.IsAccelerator(accelerator))
            && (count is null || machine.AcceleratorCount == count)) is { } fitting
                ? Machine(fitting)
                : throw Impossible(variants, accelerator, count);
    }

    /// <summary>Whether it is not clear what the machine takes: the vendor's tables disagree about four P100 on the largest ones, so the service decides.</summary>
    private static bool IsUnsure(string type, string? accelerator, int? count) =>
        LargeN1().IsMatch(type) && string.Equals(accelerator, "P100", StringComparison.OrdinalIgnoreCase) && count is 4;

    private static MachineSpec Machine(MlInstance machine) => machine.AcceleratorCount == 0
        ? new() { MachineType = machine.InstanceType }
        : Spec(machine.InstanceType, machine.Accelerator, machine.AcceleratorCount);

    private static MachineSpec Spec(string type, string accelerator, int count) => new()
    {
        MachineType = type,
        AcceleratorType = AcceleratorName.Word(accelerator, type)
            ?? throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"Vertex AI has no word for the accelerator '{TerminalText.Clean(accelerator)}' that MlOps knows.",
                "Give the vendor's own, such as NVIDIA_L4, or one that Find-MlInstance -Provider Vertex lists.",
                accelerator),
        AcceleratorCount = count,
    };

    private static MlOpsException Impossible(IReadOnlyList<MlInstance> variants, string? accelerator, int? count)
    {
        var type = variants[0].InstanceType;
        var asked = (accelerator, count) switch
        {
            (null, _) => $"{Shown(count!.Value)} accelerators",
            (_, null) => accelerator,
            _ => $"{Shown(count.Value)} × {accelerator}",
        };
        string[] possible =
        [
            .. variants.Where(machine => machine.AcceleratorCount > 0).GroupBy(machine => machine.Accelerator)
                .Select(machines => $"{string.Join(", ", machines.Select(machine => Shown(machine.AcceleratorCount)))} × {machines.Key}"),
        ];
        return variants[0].AcceleratorCount > 0
            ? new(
                ErrorCode.InvalidArgument,
                $"The machine type '{type}' has {possible[0]}, and not {TerminalText.Clean(asked)} as the job asks for.",
                "Give -InstanceType or -Accelerator, not both.",
                type)
            : new(
                ErrorCode.InvalidArgument,
                $"The machine type '{type}' cannot have {TerminalText.Clean(asked)}. It takes {(possible.Length == 0 ? "no accelerators" : string.Join("; ", possible))}.",
                "Give -Accelerator without -InstanceType to have a machine chosen.",
                type);
    }

    private static string Shown(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\An1-(standard|highmem|highcpu)-(64|96)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LargeN1();
}
