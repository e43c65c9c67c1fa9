using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>A pattern over the paths of artifacts, as rsync and git have them. Case counts, and the separator is <c>/</c> on every platform.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>*</c> is any text and <c>?</c> one character within a segment; <c>[a-z]</c> is one of a set, <c>[!a-z]</c> or <c>[^a-z]</c> one that is not in it; a special character in brackets
/// stands for itself: <c>[*]</c>.</item>
/// <item><c>**</c> as a whole segment is any number of segments: <c>logs/**</c> is everything below <c>logs</c>, <c>**/last/*.pt</c> has any folder, or none, before it.</item>
/// <item><c>{a,b}</c> is one of several texts, which may have slashes and braces of their own.</item>
/// <item>A pattern without a slash is held against the file's name at any depth: <c>*.pt</c> is the same as <c>**/*.pt</c>. A slash in front ties it to the top: <c>/*.pt</c>.</item>
/// <item>A slash at the end means everything below: <c>logs/</c> is the same as <c>logs/**</c>.</item>
/// </list>
/// Matching takes time in proportion to the path, whatever the pattern.
/// </remarks>
public sealed class Glob
{
    // No store takes longer paths (S3 and GCS: 1,024 bytes), and expanding braces is work for each character.
    private const int MaxLength = 1024;

    private readonly Regex _regex;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <exception cref="MlOpsException">
    /// <see cref="ErrorCode.InvalidArgument"/>: the pattern is empty or longer than 1,024 characters, has a bracket or brace without its partner, a range that runs backwards, a backslash, an empty,
    /// <c>.</c> or <c>..</c> segment, or stands for too many texts.
    /// </exception>
    public Glob(string pattern)
    {
        if (pattern.Length is 0 or > MaxLength)
        {
            throw Refused(pattern, $"it has {pattern.Length} characters", $"Give 1 to {MaxLength}.");
        }

        Pattern = pattern;
        _regex = new Regex(
            string.Join('|', GlobBraces.Expand(pattern).Select(one => GlobRegex.Of(one, pattern))),
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Pattern { get; }

    /// <summary>Whether the pattern matches a path.</summary>
    /// <param name="path">The path, with forward slashes and none in front.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(string path) => _regex.IsMatch(path);

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    internal static MlOpsException Refused(string pattern, string fault, string action) =>
        new(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(pattern)}' is no pattern for paths: {fault}.", action, pattern);
}
