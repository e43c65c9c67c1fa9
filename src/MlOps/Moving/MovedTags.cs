namespace MlOps;

/// <summary>The tags of a job when its work is started on another provider.</summary>
/// <param name="Tags">Those that its user gave it.</param>
/// <param name="Losses">Those that the cloud itself has put on it, which mean nothing elsewhere.</param>
public sealed record MovedTags(IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Losses)
{
    private static readonly string[] s_reserved = ["aws:", "aiplatform.googleapis.com/", "goog-"];

    /// <summary>Tells the tags apart.</summary>
    /// <param name="tags">The tags of the job.</param>
    /// <returns>The user's, and what is lost.</returns>
    public static MovedTags Of(IReadOnlyDictionary<string, string> tags)
    {
        var own = new OrderedDictionary<string, string>(tags.Where(tag => !IsReserved(tag.Key)), StringComparer.Ordinal);
        return new(own, [.. tags.Keys.Where(IsReserved).Select(tag => $"Tag {TerminalText.Clean(tag)}")]);
    }

    private static bool IsReserved(string tag) => s_reserved.Any(prefix => tag.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
