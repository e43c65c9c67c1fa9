namespace MlOps;

/// <summary>
/// A pattern with wildcards as git reads it, over the bytes of a path: a <c>?</c> is one byte. Time grows with the lengths of the pattern and the path multiplied, whatever the pattern.
/// </summary>
internal sealed class IgnoreGlob
{
    private static readonly bool[] s_anyButSlash = [.. Enumerable.Range(0, 256).Select(value => value != '/')];

    private readonly Element[] _elements;

    private IgnoreGlob(Element[] elements) => _elements = elements;

    private enum Kind
    {
        // One certain byte.
        Byte,

        // One byte of a set.
        Set,

        // Any bytes but slashes.
        Star,

        // Any bytes.
        Deep,

        // Any folders, each with its slash, or none.
        Folders,
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern. Its beginning counts as the beginning of a folder's name, as with git even where literal text came before.</param>
    /// <returns>The pattern; <see langword="null"/> when it is malformed and so matches nothing.</returns>
    public static IgnoreGlob? Parse(ReadOnlySpan<byte> pattern)
    {
        var elements = new List<Element>();
        for (var i = 0; i < pattern.Length;)
        {
            var value = pattern[i++];
            switch (value)
            {
                case (byte)'*':
                    elements.Add(new(Stars(pattern, ref i)));
                    break;
                case (byte)'?':
                    elements.Add(new(Kind.Set, Set: s_anyButSlash));
                    break;
                case (byte)'[':
                    if (IgnoreSet.Parse(pattern, ref i) is not { } set)
                    {
                        return null;
                    }

                    elements.Add(new(Kind.Set, Set: set));
                    break;
                case (byte)'\\':
                    if (i == pattern.Length)
                    {
                        return null;
                    }

                    elements.Add(new(Kind.Byte, pattern[i++]));
                    break;
                default:
                    elements.Add(new(Kind.Byte, value));
                    break;
            }
        }

        return new([.. elements]);
    }

    /// <summary>Whether a text as a whole matches.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        // What matched least is tried first. When that fails, the last wildcard takes more; those before it need not, for it could make up for whatever they would leave. One star cannot reach
        // past a slash, so behind it stands the last wildcard that can.
        var (element, at) = (0, 0);
        var (afterStar, starEnd) = (-1, 0);
        var (afterDeep, deepEnd) = (-1, 0);
        while (true)
        {
            if (element == _elements.Length)
            {
                if (at == text.Length)
                {
                    return true;
                }
            }
            else if (_elements[element].Kind == Kind.Star)
            {
                (afterStar, starEnd) = (++element, at);
                continue;
            }
            else if (_elements[element].Kind is Kind.Deep or Kind.Folders)
            {
                (afterStar, afterDeep, deepEnd) = (-1, ++element, at);
                continue;
            }
            else if (at < text.Length && _elements[element].Takes(text[at]))
            {
                element++;
                at++;
                continue;
            }

            if (afterStar >= 0 && starEnd < text.Length && text[starEnd] != '/')
            {
                (element, at) = (afterStar, ++starEnd);
                continue;
            }

            if (afterDeep < 0)
            {
                return false;
            }

            var more = _elements[afterDeep - 1].Kind == Kind.Folders ? text[deepEnd..].IndexOf((byte)'/') + 1 : Math.Min(1, text.Length - deepEnd);
            if (more == 0)
            {
                return false;
            }

            deepEnd += more;
            (afterStar, element, at) = (-1, afterDeep, deepEnd);
        }
    }

    // Two stars are more than one only where they are all between two slashes, or between one and an end.
    private static Kind Stars(ReadOnlySpan<byte> pattern, ref int next)
    {
        var first = next - 1;
        while (next < pattern.Length && pattern[next] == '*')
        {
            next++;
        }

        var rest = pattern[next..];
        if (next - first < 2 || (first > 0 && pattern[first - 1] != '/'))
        {
            return Kind.Star;
        }

        if (rest.StartsWith("/"u8))
        {
            next++;
            return Kind.Folders;
        }

        return rest.IsEmpty || rest.StartsWith(@"\/"u8) ? Kind.Deep : Kind.Star;
    }

    private readonly record struct Element(Kind Kind, byte Value = 0, bool[]? Set = null)
    {
        public bool Takes(byte value) => Set is null ? value == Value : Set[value];
    }
}
