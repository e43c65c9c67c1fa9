using System.Text.RegularExpressions;

namespace MlOps.Providers.Aws;

/// <summary>Takes out of AWS's messages what must not be shown: a refused signature is explained with the request's headers, the session token among them.</summary>
internal static partial class AwsRedaction
{
    /// <summary>Makes a message fit to be shown.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The message without secrets and control sequences, on one line.</returns>
    public static string Clean(string? message)
    {
        var text = message ?? "";
        var explanation = Explanation().Match(text);
        text = explanation.Success ? text[..explanation.Index] : text;
        text = KeyId().Replace(Token().Replace(text, "$1***"), "$1***");
        return TerminalText.Clean(Space().Replace(text, " ")).Trim();
    }

    // What follows is the canonical request, headers and all.
    [GeneratedRegex(@"\s*The Canonical String for this request|\s*The String-to-Sign should have been", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Explanation();

    [GeneratedRegex(@"((?:x-amz-security-token|authorization|aws_secret_access_key|aws_session_token|secretaccesskey|sessiontoken|signature)[""']?\s*[:=]\s*)[^\s,;]+(?:\s+credential=\S+)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b((?:AKIA|ASIA)[A-Z0-9]{2})[A-Z0-9]{10,}\b", RegexOptions.CultureInvariant)]
    private static partial Regex KeyId();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
