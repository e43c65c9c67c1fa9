using System.Text;
using System.Text.RegularExpressions;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>Writes a metric's pattern so that its value is the first group and the only one, and no group has a name: SageMaker takes the first, and Python writes names differently.</summary>
internal static class MetricRegex
{
    /// <exception cref="MlOpsException">The pattern cannot be written so.</exception>
    public static string Of(string metric, string pattern)
    {
        var value = new MetricPattern(metric, pattern).ValueGroup;
        var rewritten = Rewrite(pattern, value);
        return CapturesOnlyOnce(rewritten)
            ? rewritten
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"SageMaker cannot take the pattern '{TerminalText.Clean(pattern)}' of the metric '{TerminalText.Clean(metric)}': its value cannot be made the only group.",
                "Write it with one plain group, and without back-references and (?x) comments.",
                metric);
    }

    private static bool CapturesOnlyOnce(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant).GetGroupNumbers().Length == 2;
        }
        catch (ArgumentException)
        {
            // A back-reference to a group that is none any more.
            return false;
        }
    }

    private static string Rewrite(string pattern, string value)
    {
        var text = new StringBuilder(pattern.Length);
        var unnamed = 0;
        for (var position = 0; position < pattern.Length;)
        {
            switch (pattern[position])
            {
                case '\\':
                    text.Append(pattern, position, Math.Min(2, pattern.Length - position));
                    position += 2;
                    break;
                case '[':
                    var end = ClassEnd(pattern, position);
                    text.Append(pattern, position, end - position);
                    position = end;
                    break;
                case '(' when NameOf(pattern, position) is { } name:
                    text.Append(name == value ? "(" : "(?:");
                    position += name.Length + 4;
                    break;
                case '(' when position + 1 == pattern.Length || pattern[position + 1] != '?':
                    unnamed++;
                    text.Append(value == unnamed.ToString(System.Globalization.CultureInfo.InvariantCulture) ? "(" : "(?:");
                    position++;
                    break;
                default:
                    text.Append(pattern[position++]);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The name of a group that begins here, as in <c>(?&lt;name&gt;</c> or <c>(?'name'</c>. Look-behind has none.</summary>
    private static string? NameOf(string pattern, int position)
    {
        if (position + 3 >= pattern.Length || pattern[position + 1] != '?' || pattern[position + 2] is not ('<' or '\'') || pattern[position + 3] is '=' or '!')
        {
            return null;
        }

        var end = pattern.IndexOf(pattern[position + 2] == '<' ? '>' : '\'', position + 3);
        return end < 0 ? null : pattern[(position + 3)..end];
    }

    private static int ClassEnd(string pattern, int start)
    {
        var position = start + 1;
        if (position < pattern.Length && pattern[position] == '^')
        {
            position++;
        }

        // A bracket that comes first is a character of the class.
        for (var first = position; position < pattern.Length; position++)
        {
            switch (pattern[position])
            {
                case '\\':
                    position++;
                    break;
                case '[' when pattern[position - 1] == '-' && position > first:
                    position = ClassEnd(pattern, position) - 1;
                    break;
                case ']' when position > first:
                    return position + 1;
            }
        }

        return pattern.Length;
    }
}
