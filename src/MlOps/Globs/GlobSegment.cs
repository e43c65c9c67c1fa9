using System.Globalization;
using System.Text;

namespace MlOps;

/// <summary>Turns one segment of a pattern, the text between two slashes, into a regular expression.</summary>
internal static class GlobSegment
{
    // A character beyond U+FFFF is two in .NET, and one to whoever writes a pattern.
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Never = @"/\uD800-\uDFFF";

    /// <summary>The regular expression of a segment.</summary>
    /// <param name="segment">The segment, without braces.</param>
    /// <param name="pattern">The whole pattern as it was written, for the error.</param>
    /// <returns>The expression, without anchors.</returns>
    public static string ToRegex(string segment, string pattern)
    {
        if (segment is "" or "." or "..")
        {
            throw Glob.Refused(pattern, segment.Length == 0 ? "it has an empty segment" : $"it has the segment '{segment}'", "Give the path from the top of the job's files.");
        }

        var regex = new StringBuilder();
        for (var i = 0; i < segment.Length; i++)
        {
            switch (segment[i])
            {
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append(CultureInfo.InvariantCulture, $"(?:{Pair}|[^{Never}])");
                    break;
                case '[':
                    var end = EndOfSet(segment, i, pattern);
                    regex.Append(Set(segment[(i + 1)..(end - 1)], pattern));
                    i = end - 1;
                    break;
                case '\\':
                    throw Backslash(pattern);
                default:
                    regex.Append(Escaped(segment[i]));
                    break;
            }
        }

        return regex.ToString();
    }

    /// <summary>The position after the set that begins with the bracket at <paramref name="start"/>. A closing bracket right after the opening one is a member.</summary>
    public static int EndOfSet(string text, int start, string pattern)
    {
        var first = start + (start + 1 < text.Length && text[start + 1] is '!' or '^' ? 2 : 1);
        var close = first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
        return close >= 0 && text.IndexOf('/', start, close - start) < 0
            ? close + 1
            : throw Glob.Refused(pattern, "a '[' has no ']' in its segment", "Write [[] for the character itself.");
    }

    private static string Set(string set, string pattern)
    {
        var negated = set[0] is '!' or '^';
        var members = negated ? set[1..] : set;
        var regex = new StringBuilder();
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i] == '\\')
            {
                throw Backslash(pattern);
            }

            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            var last = isRange ? members[i + 2] : members[i];
            if (last < members[i])
            {
                throw Glob.Refused(pattern, $"the range '{members[i]}-{last}' runs backwards", "Write the lower end first, or a '-' as the last in the brackets.");
            }

            regex.Append(Escaped(members[i])).Append('-').Append(Escaped(last));
            i += isRange ? 2 : 0;
        }

        // A range may run across the slash, which no set matches.
        return negated ? $"(?:{Pair}|[^{Never}{regex}])" : $"[{regex}-[/]]";
    }

    private static string Escaped(char c) => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:X4}");

    private static MlOpsException Backslash(string pattern) =>
        Glob.Refused(pattern, "it has a backslash", "Separate folders with '/', and write a special character as itself in brackets: [*].");
}
