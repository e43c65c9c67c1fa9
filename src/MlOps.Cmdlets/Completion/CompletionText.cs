using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace MlOps.Cmdlets.Completion;

/// <summary>Makes completions of the values that fit what has been typed.</summary>
internal static partial class CompletionText
{
    /// <summary>The values that begin as typed; a wildcard in what was typed counts as one.</summary>
    public static IEnumerable<CompletionResult> Of(IEnumerable<string> values, string typed)
    {
        var pattern = NamePattern.Parse(typed.Trim('\'', '"') + "*");
        return values.Where(pattern.Matches).Distinct().Select(value => new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, value));
    }

    private static string Quote(string value) =>
        Bare().IsMatch(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    // What PowerShell takes as one argument without quotes, and a bit less.
    [GeneratedRegex(@"^[\w/][\w./:*=+-]*$")]
    private static partial Regex Bare();
}
