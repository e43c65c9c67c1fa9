using System.Text;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>
/// A pattern over paths with forward slashes, as gitignore and rsync write them: <c>*</c> and <c>?</c> within a segment, <c>**</c> over any number of segments,
/// <c>[a-z]</c>, <c>[!a-z]</c>, <c>{a,b}</c>. A pattern without a slash matches the file's name in any folder. Case matters, as in every store.
/// </summary>
public sealed class Glob
{
    private readonly Regex _regex;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <exception cref="MlOpsException">It is empty, or a bracket or brace in it is not closed.</exception>
    public Glob(string pattern)
    {
        Pattern = pattern;
        var anchored = pattern.TrimStart('/');
        if (anchored.Length == 0)
        {
            throw Invalid(pattern, "it is empty");
        }

        var inAnyFolder = pattern.Contains('/', StringComparison.Ordinal) ? "" : "(?:.*/)?";

        // Linear in the path's length: no pattern can be made to take for ever.
        _regex = new Regex($"^{inAnyFolder}{Translate(anchored, pattern)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Pattern { get; }

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">The path, with forward slashes and without a leading one.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(string path) => _regex.IsMatch(path);

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    private static string Translate(string pattern, string whole)
    {
        var regex = new StringBuilder();
        var braces = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when IsWholeSegment(pattern, i):
                    i = TranslateSegments(regex, pattern, i);
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[':
                    i = TranslateSet(regex, pattern, i, whole);
                    break;
                case '{':
                    braces++;
                    regex.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    regex.Append(')');
                    break;
                case ',' when braces > 0:
                    regex.Append('|');
                    break;
                default:
                    regex.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return braces == 0 ? regex.ToString() : throw Invalid(whole, "a '{' is not closed");
    }

    /// <summary>Whether "**" stands here between slashes or ends. Elsewhere it is two stars, and so one.</summary>
    private static bool IsWholeSegment(string pattern, int at) =>
        pattern.AsSpan(at).StartsWith("**") && (at == 0 || pattern[at - 1] == '/') && (at + 2 == pattern.Length || pattern[at + 2] == '/');

    private static int TranslateSegments(StringBuilder regex, string pattern, int at)
    {
        if (at + 2 == pattern.Length)
        {
            regex.Append(".*");
            return at + 1;
        }

        // "**/" is any number of folders, also none.
        regex.Append("(?:[^/]+/)*");
        return at + 2;
    }

    private static int TranslateSet(StringBuilder regex, string pattern, int at, string whole)
    {
        var negated = at + 1 < pattern.Length && pattern[at + 1] is '!' or '^';
        var first = negated ? at + 2 : at + 1;

        // A "]" that comes first is a member.
        var end = first < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
        if (end < 0)
        {
            throw Invalid(whole, "a '[' is not closed");
        }

        var members = new StringBuilder();
        for (var i = first; i < end; i++)
        {
            var isRange = pattern[i] == '-' && i > first && i + 1 < end;
            if (isRange && pattern[i - 1] > pattern[i + 1])
            {
                throw Invalid(whole, $"the range '{pattern[i - 1]}-{pattern[i + 1]}' runs backwards");
            }

            members.Append(isRange ? "-" : @"\u" + ((int)pattern[i]).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        }

        regex.Append(negated ? $"[^/{members}]" : $"[{members}]");
        return end;
    }

    private static MlOpsException Invalid(string pattern, string fault) => new(
        ErrorCode.InvalidArgument,
        $"'{pattern}' is not a pattern for paths: {fault}.",
        "Write it as in 'logs/**', 'model/*.json' or '*.{pt,bin}'.",
        pattern);
}
