namespace MlOps;

/// <summary>Writes a pattern with braces as the patterns without them that it stands for.</summary>
internal static class GlobBraces
{
    // Each pair of braces multiplies: without a bound, thirty of them would fill the memory.
    private const int MaxAlternatives = 1024;

    /// <summary>Expands every brace, the first alternative first.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        var position = 0;
        var alternatives = Sequence(pattern, ref position, inside: false);
        return position == pattern.Length
            ? alternatives
            : throw Glob.Refused(pattern, $"the '}}' at character {position + 1} has no '{{'", "Write [}] for the character itself.");
    }

    private static List<string> Sequence(string pattern, ref int position, bool inside)
    {
        List<string> sequence = [""];
        while (position < pattern.Length && pattern[position] != '}' && !(inside && pattern[position] == ','))
        {
            sequence = Append(pattern, sequence, pattern[position] == '{' ? Alternatives(pattern, ref position) : [Literal(pattern, ref position)]);
        }

        return sequence;
    }

    private static List<string> Alternatives(string pattern, ref int position)
    {
        var open = position++;
        List<string> alternatives = [];
        while (true)
        {
            alternatives.AddRange(Sequence(pattern, ref position, inside: true));
            if (position == pattern.Length)
            {
                throw Glob.Refused(pattern, $"the '{{' at character {open + 1} has no '}}'", "Write [{] for the character itself.");
            }

            if (pattern[position++] == '}')
            {
                return alternatives;
            }
        }
    }

    /// <summary>Text up to the next special character, or a set in brackets, in which braces and commas have no meaning.</summary>
    private static string Literal(string pattern, ref int position)
    {
        var start = position;
        position = pattern[start] == '[' ? GlobSegment.EndOfSet(pattern, start, pattern) : start + 1;
        return pattern[start..position];
    }

    private static List<string> Append(string pattern, List<string> heads, List<string> tails)
    {
        if (heads.Count * tails.Count > MaxAlternatives)
        {
            throw Glob.Refused(pattern, $"its braces stand for more than {MaxAlternatives} texts", "Give several patterns, or use a wildcard.");
        }

        return [.. heads.SelectMany(head => tails.Select(tail => head + tail))];
    }
}
