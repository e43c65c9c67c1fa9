using System.Text.RegularExpressions;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The part of CloudWatch's filter patterns that is played: nothing, terms, "quoted text" and %regex%; several have to be there all.</summary>
internal static partial class LogPattern
{
    public static Func<string, bool> Parse(string? pattern)
    {
        var parts = new List<Func<string, bool>>();
        var rest = pattern?.Trim() ?? "";
        while (rest.Length > 0)
        {
            var match = Part().Match(rest);
            if (!match.Success)
            {
                throw ServiceException.InvalidParameter("Invalid filter pattern");
            }

            if (match.Groups["regex"] is { Success: true } regex)
            {
                var compiled = new Regex(regex.Value, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                parts.Add(compiled.IsMatch);
            }
            else
            {
                var text = match.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal);
                parts.Add(message => message.Contains(text, StringComparison.Ordinal));
            }

            rest = rest[match.Length..].TrimStart();
        }

        return message => parts.TrueForAll(part => part(message));
    }

    // What is not a letter, digit or underscore has to be quoted.
    [GeneratedRegex("""\A(?:"(?<text>(?:[^"\\]|\\.)*)"|%(?<regex>[^%]+)%|(?<text>\w+))(?=\s|\z)""")]
    private static partial Regex Part();
}
