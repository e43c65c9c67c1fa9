using System.Text.RegularExpressions;

namespace MlOps.Providers.Logs;

/// <summary>
/// Says a .NET regular expression in the narrow syntax that the clouds' log services have in common: characters and sets of them, <c>^ $ ? [ ] { } | \ * + .</c>, the classes
/// <c>\d \s \w</c> and their inverses; no groups, nothing beyond ASCII, and cases are told apart.
/// </summary>
/// <remarks>
/// A translation lets through every event that has a line which the expression matches in any case, and may let through others. Lines are matched after colours, what carriage returns
/// overwrite and other control characters are taken out, and letters beyond ASCII have cases and classes of their own (the Kelvin sign is a K); the services know nothing of either. So
/// every event with a character that is neither a tab nor printable ASCII is let through, and the rest of the pattern has to be right for plain lines only.
/// </remarks>
internal static class LinePattern
{
    /// <summary>Translates an expression.</summary>
    /// <param name="regex">The expression, to be matched in any case.</param>
    /// <returns>The translation; <see langword="null"/> when the syntax cannot express it, or it would let everything through.</returns>
    public static string? Translate(string regex) =>
        IsRegex(regex) && new FilterPatternWriter(regex).Translate() is { } translated ? $"{translated}|{PlainCharacters.Others}" : null;

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
