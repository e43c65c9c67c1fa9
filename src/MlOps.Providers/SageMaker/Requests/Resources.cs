using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>The machines of a request.</summary>
internal static partial class Resources
{
    /// <summary>What SageMaker's own SDK takes.</summary>
    public const string DefaultInstanceType = "ml.m5.xlarge";

    private const int DefaultVolumeSize = 30;
    private const long GiB = 1L << 30;

    /// <param name="spec">The job.</param>
    /// <param name="hasGroups">Whether the request names groups of machines by itself, which SageMaker takes instead of one type and count.</param>
    public static ResourceConfig Of(TrainingSpec spec, bool hasGroups)
    {
        var isNamed = spec.InstanceType is not null || spec.Accelerator is not null;
        return new()
        {
            InstanceType = hasGroups && !isNamed ? null : InstanceType(spec),
            InstanceCount = hasGroups && !isNamed ? null : spec.InstanceCount,
            VolumeSizeInGB = spec.VolumeSize is { } bytes ? (int)Math.Clamp((bytes / GiB) + (bytes % GiB > 0 ? 1 : 0), int.MinValue, int.MaxValue) : DefaultVolumeSize,
            VolumeKmsKeyId = spec.EncryptionKey,
            KeepAlivePeriodInSeconds = spec.KeepAlive is { } time ? StoppingConditions.Seconds(time) : null,
        };
    }

    private static string InstanceType(TrainingSpec spec)
    {
        if (spec.InstanceType is not { } type)
        {
            return spec.Accelerator is { } accelerator ? InstanceCatalogue.Pick(SageMakerProvider.ProviderName, accelerator, spec.AcceleratorCount).InstanceType
                : spec.AcceleratorCount is null or 0 ? DefaultInstanceType
                : throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"AcceleratorCount is {spec.AcceleratorCount}, and nothing says of which accelerator.",
                    "Give -Accelerator too, or -InstanceType alone.",
                    spec.AcceleratorCount);
        }

        if (!TypeName().IsMatch(type))
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"'{TerminalText.Clean(type)}' is no machine type of SageMaker.",
                OtherName().IsMatch(type) ? $"Its types begin with ml. Did you mean 'ml.{type}'?" : "Its types look like ml.m5.xlarge. Find-MlInstance -Provider SageMaker lists them.",
                type);
        }

        // SageMaker has new types before MlOps knows them.
        if (InstanceCatalogue.Find(SageMakerProvider.ProviderName, type) is { } machine)
        {
            Compare(spec, machine);
        }

        return type;
    }

    private static void Compare(TrainingSpec spec, MlInstance machine)
    {
        var differs = (spec.Accelerator is { } accelerator && !IsCalled(machine, accelerator))
            || (spec.AcceleratorCount is { } count && count != machine.AcceleratorCount);
        if (differs)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The machine type '{machine.InstanceType}' has {Accelerators(machine)}, and not {Asked(spec)} as the job asks for.",
                "Give -InstanceType or -Accelerator, not both.",
                machine.InstanceType);
        }
    }

    private static bool IsCalled(MlInstance machine, string accelerator) =>
        string.Equals(machine.Accelerator, accelerator, StringComparison.OrdinalIgnoreCase)
        || string.Equals(string.Create(CultureInfo.InvariantCulture, $"{machine.Accelerator}-{machine.AcceleratorMemory / GiB}GB"), accelerator, StringComparison.OrdinalIgnoreCase);

    private static string Accelerators(MlInstance machine) => machine.AcceleratorCount == 0 ? "no accelerator" : $"{machine.AcceleratorCount} × {machine.Accelerator}";

    private static string Asked(TrainingSpec spec) =>
        spec.AcceleratorCount is { } count ? $"{count} × {spec.Accelerator ?? "an accelerator"}" : spec.Accelerator!;

    [GeneratedRegex(@"\Aml\.[a-z0-9-]+\.[a-z0-9-]+\z")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\A[a-z0-9-]+\.[a-z0-9-]+\z")]
    private static partial Regex OtherName();
}
