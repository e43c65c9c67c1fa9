using MlOps.Providers.Logs;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>
/// Says a .NET regular expression in the syntax of CloudWatch's filter patterns, which is narrower: letters and digits, the symbols <c>: _ # = @ / ; , -</c>, the operators
/// <c>^ $ ? [ ] { } | \ * + .</c>, the classes <c>\d \s \w</c> and their inverses, and <c>\xhh</c> for any other ASCII character; no groups, nothing beyond ASCII, and cases are told apart.
/// </summary>
/// <remarks>
/// Source: "Supported regular expressions (regex) syntax", Amazon CloudWatch Logs User Guide (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html).
/// The length is that of FilterPattern in botocore logs/2014-03-28.
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
        filterPattern = LinePattern.Translate(regex) is { } translated ? $"%{translated}%" : "";
        if (filterPattern.Length > MostCharacters)
        {
            filterPattern = "";
        }

        return filterPattern.Length > 0;
    }
}
