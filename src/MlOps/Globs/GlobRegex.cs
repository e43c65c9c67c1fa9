using System.Text;

namespace MlOps;

/// <summary>Turns a pattern without braces into a regular expression over whole paths.</summary>
internal static class GlobRegex
{
    private const string AnyFolders = "(?:[^/]+/)*";

    /// <summary>The regular expression of one pattern.</summary>
    /// <param name="glob">The pattern, without braces.</param>
    /// <param name="pattern">The pattern as it was written, for the error.</param>
    /// <returns>The expression, anchored at both ends.</returns>
    public static string Of(string glob, string pattern)
    {
        if (glob.Length == 0)
        {
            throw Glob.Refused(pattern, "its braces also stand for no text at all", "Leave the empty alternative out.");
        }

        if (!glob.Contains('/', StringComparison.Ordinal))
        {
            glob = $"**/{glob}";
        }
        else if (glob.StartsWith('/'))
        {
            glob = glob[1..];
        }

        if (glob.EndsWith('/'))
        {
            glob += "**";
        }

        var segments = glob.Split('/');
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (segments[i] == "**")
            {
                regex.Append(last ? ".+" : AnyFolders);
            }
            else
            {
                regex.Append(GlobSegment.ToRegex(segments[i], pattern)).Append(last ? "" : "/");
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
