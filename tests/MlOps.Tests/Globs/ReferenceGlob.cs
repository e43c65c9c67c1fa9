namespace MlOps.Tests.Globs;

/// <summary>The meaning of a pattern without braces, written down as directly as possible, for ASCII and however slow.</summary>
internal static class ReferenceGlob
{
    public static bool Matches(string pattern, string path)
    {
        var segments = pattern.Contains('/', StringComparison.Ordinal) ? pattern.Split('/') : ["**", pattern];
        return Segments(segments, path.Split('/'));
    }

    private static bool Segments(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path) => pattern switch
    {
        [] => path.IsEmpty,
        ["**"] => !path.IsEmpty,
        ["**", ..] => Segments(pattern[1..], path) || (!path.IsEmpty && Segments(pattern, path[1..])),
        _ => !path.IsEmpty && Segment(pattern[0], path[0]) && Segments(pattern[1..], path[1..]),
    };

    private static bool Segment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        switch (pattern)
        {
            case []:
                return text.IsEmpty;
            case ['*', ..]:
                return Segment(pattern[1..], text) || (!text.IsEmpty && Segment(pattern, text[1..]));
            case ['?', ..]:
                return !text.IsEmpty && Segment(pattern[1..], text[1..]);
            case ['[', '!', var low, '-', var high, ']', ..]:
                return !text.IsEmpty && !(text[0] >= low && text[0] <= high) && Segment(pattern[6..], text[1..]);
            case ['[', var low, '-', var high, ']', ..]:
                return !text.IsEmpty && text[0] >= low && text[0] <= high && Segment(pattern[5..], text[1..]);
            default:
                return !text.IsEmpty && text[0] == pattern[0] && Segment(pattern[1..], text[1..]);
        }
    }
}
