using System.Text;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>A job's tags as labels. Upper case and most characters have no form in a label, and two tags must not become one: such a tag is refused instead of being changed.</summary>
internal static class Labels
{
    private const int MostLabels = 64;
    private const int Longest = 63;
    private const string Rule = "A label of Google Cloud has at most 63 characters: lower-case letters, digits, hyphens and underscores. Give others with -Tag.";

    /// <summary>What Google Cloud itself puts on jobs, and nobody else can.</summary>
    private static readonly string[] s_reserved = ["aiplatform.googleapis.com/", "goog-"];

    public static bool IsReserved(string tag) => s_reserved.Any(prefix => tag.StartsWith(prefix, StringComparison.Ordinal));

    /// <exception cref="MlOpsException">A tag has no form as a label.</exception>
    public static IReadOnlyDictionary<string, string>? Of(IReadOnlyDictionary<string, string> tags)
    {
        var labels = new OrderedDictionary<string, string>(tags.Where(tag => !IsReserved(tag.Key)), StringComparer.Ordinal);
        if (labels.Count > MostLabels)
        {
            throw Refused($"The job has {labels.Count} tags; Google Cloud allows {MostLabels}.", labels.Count);
        }

        foreach (var (name, value) in labels)
        {
            if (name.Length == 0)
            {
                throw Refused("The name of a tag is empty.", name);
            }

            Check($"The name of the tag '{name}'", name);
            Check($"Tag '{name}'", value);
        }

        return labels.Count > 0 ? labels : null;
    }

    private static void Check(string what, string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length++;
            if (!IsAllowed(rune))
            {
                throw Refused($"{what} is '{text}', and '{rune}' cannot be in a label of Google Cloud.", text);
            }
        }

        if (length > Longest)
        {
            throw Refused($"{what} has {length} characters; Google Cloud allows {Longest}.", text);
        }
    }

    /// <summary>Letters of other scripts are allowed. Those without a case are neither upper nor lower.</summary>
    private static bool IsAllowed(Rune rune) =>
        rune.Value is '-' or '_' || Rune.IsDigit(rune) || (Rune.IsLetter(rune) && Rune.ToLowerInvariant(rune) == rune);

    private static MlOpsException Refused(string message, object? target) => new(ErrorCode.InvalidArgument, TerminalText.Clean(message), Rule, target);
}
