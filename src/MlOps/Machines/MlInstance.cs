using System.Globalization;

namespace MlOps;

/// <summary>A machine type that jobs can run on.</summary>
public sealed record MlInstance
{
    /// <summary>The provider that has it: <c>SageMaker</c>, <c>Vertex</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The machine type, in the provider's own word.</summary>
    public required string InstanceType { get; init; }

    /// <summary>The number of virtual CPUs.</summary>
    public int VCpu { get; init; }

    /// <summary>The memory in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>The accelerator: <c>A100</c>, <c>A100-80GB</c>, <c>Trainium1</c>. Empty when it has none.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>How many accelerators it has.</summary>
    public int AcceleratorCount { get; init; }

    /// <summary>The memory of each accelerator in bytes.</summary>
    public long AcceleratorMemory { get; init; }

    /// <summary>The names that someone may call the accelerator by: its own, and with its memory where that does not say it: <c>A100-40GB</c>. None when it has none.</summary>
    internal IEnumerable<string> AcceleratorNames
    {
        get
        {
            if (Accelerator.Length > 0)
            {
                yield return Accelerator;
                if (!Accelerator.EndsWith("GB", StringComparison.Ordinal))
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{Accelerator}-{AcceleratorMemory >> 30}GB");
                }
            }
        }
    }

    /// <summary>Whether its accelerator is called so.</summary>
    /// <param name="name">The name, in any case: <c>A100</c>, or with its memory: <c>A100-40GB</c>.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool IsAccelerator(string name) => AcceleratorNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The machine type.</summary>
    /// <returns><see cref="InstanceType"/>.</returns>
    public override string ToString() => InstanceType;
}
