using System.Collections.Frozen;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>Vertex AI's words for accelerators (google.cloud.aiplatform.v1.AcceleratorType) and the common names of the machine catalogue.</summary>
internal static class AcceleratorName
{
    private const string MegaMachine = "a3-megagpu-8g";

    private static readonly FrozenDictionary<string, string> s_common = new Dictionary<string, string>
    {
        ["NVIDIA_TESLA_K80"] = "K80",
        ["NVIDIA_TESLA_P100"] = "P100",
        ["NVIDIA_TESLA_V100"] = "V100",
        ["NVIDIA_TESLA_P4"] = "P4",
        ["NVIDIA_TESLA_T4"] = "T4",
        ["NVIDIA_TESLA_A100"] = "A100",
        ["NVIDIA_A100_80GB"] = "A100-80GB",
        ["NVIDIA_L4"] = "L4",
        ["NVIDIA_H100_80GB"] = "H100",
        ["NVIDIA_H100_MEGA_80GB"] = "H100",
        ["NVIDIA_H200_141GB"] = "H200",
        ["NVIDIA_B200"] = "B200",
        ["NVIDIA_GB200"] = "GB200",
        ["NVIDIA_RTX_PRO_6000"] = "RTXPRO6000",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The common name; a word that is not known, such as a TPU's, stays. None for what stands for none.</summary>
    public static string Common(string? word) => word is null or "ACCELERATOR_TYPE_UNSPECIFIED" ? "" : s_common.GetValueOrDefault(word, word);

    /// <summary>The word for an accelerator on a machine; what looks like a word of theirs and is not known yet stays, anything else has none.</summary>
    public static string? Word(string common, string machineType) =>
        string.Equals(common, "H100", StringComparison.OrdinalIgnoreCase) && machineType == MegaMachine ? "NVIDIA_H100_MEGA_80GB"
        : s_common.FirstOrDefault(entry => string.Equals(entry.Value, common, StringComparison.OrdinalIgnoreCase) && !entry.Key.Contains("MEGA", StringComparison.Ordinal)).Key
            ?? (common.Length > 0 && common.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') && common.Contains('_', StringComparison.Ordinal) ? common : null);
}
