using System.Text.RegularExpressions;

namespace MlOps.Shell.Interactive;

/// <summary>Tells a line that had better not be written down.</summary>
internal static partial class Secrets
{
    /// <summary>Whether the line seems to hold a secret. Rather one line too many than a key on disk; but tokenizers and token counts are everyday words here.</summary>
    public static bool AreLikelyIn(string line) => Pattern().IsMatch(line);

    [GeneratedRegex(
        @"password|passwd|passphrase|secret|credential|api[-_]?key|access[-_]?key|private[-_]?key|asplaintext|bearer|token(?!iz|s\b)|\b(AKIA|ASIA)[0-9A-Z]{12,}|\bya29\.|-----BEGIN",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
