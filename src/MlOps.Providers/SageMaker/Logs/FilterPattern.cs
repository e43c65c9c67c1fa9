using System.Text.RegularExpressions;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>
/// Says a .NET regular expression in the syntax of CloudWatch's filter patterns, which is narrower: letters and digits, the symbols <c>: _ # = @ / ; , -</c>, the operators
/// <c>^ $ ? [ ] { } | \ * + .</c>, the classes <c>\d \s \w</c> and their inverses, and <c>\xhh</c> for any other ASCII character; no groups, nothing beyond ASCII, and cases are told apart.
/// </summary>
/// <remarks>
/// <para>
/// Source: "Supported regular expressions (regex) syntax", Amazon CloudWatch Logs User Guide (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html).
/// The length is that of FilterPattern in botocore logs/2014-03-28.
/// </para>
/// <para>
/// A translation lets through every event that has a line which the expression matches in any case, and may let through others. Lines are matched after colours, what carriage returns
/// overwrite and other control characters are taken out, and letters beyond ASCII have cases and classes of their own (the Kelvin sign is a K); the service knows nothing of either. So
/// every event with a character that is neither a tab nor printable ASCII is let through, and the rest of the pattern has to be right for plain lines only.
/// </para>
/// </remarks>
internal static class FilterPattern
{
    private const int MostCharacters = 1024;

    /// <summary>Translates an expression.</summary>
    /// <param name="regex">The expression, to be matched in any case.</param>
    /// <param name="filterPattern">The filter pattern; empty when there is none.</param>
    /// <returns><see langword="false"/> when the syntax cannot express it, or it would let everything through.</returns>
    public static bool TryTranslate(string regex, out string filterPattern)
    {
        filterPattern = "";
        if (!IsRegex(regex) || new FilterPatternWriter(regex).Translate() is not { } translated)
        {
            return false;
        }

        var pattern = $"%{translated}|{PlainCharacters.Others}%";
        if (pattern.Length > MostCharacters)
        {
            return false;
        }

        filterPattern = pattern;
        return true;
    }

    private static bool IsRegex(string text)
    {
        try
        {
            _ = new Regex(text, PlainCharacters.Options);
            return true;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }
}
