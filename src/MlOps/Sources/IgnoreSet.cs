namespace MlOps;

/// <summary>A set of bytes as patterns write it: <c>[a-z]</c>, <c>[!a]</c>, <c>[[:alpha:]]</c>.</summary>
internal static class IgnoreSet
{
    /// <summary>Reads a set.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="next">The byte after the opening bracket; afterwards the one after the closing bracket.</param>
    /// <returns>Of each byte whether it is in the set, which a slash never is; <see langword="null"/> when the set is malformed.</returns>
    public static bool[]? Parse(ReadOnlySpan<byte> pattern, ref int next)
    {
        var isNegated = next < pattern.Length && pattern[next] is (byte)'!' or (byte)'^';
        var first = isNegated ? ++next : next;
        var members = new bool[256];

        // What a range may begin with; nothing after a range or a class.
        int? low = null;
        while (next < pattern.Length)
        {
            var value = pattern[next++];
            switch (value)
            {
                case (byte)']' when next - 1 > first:
                    return Finish(members, isNegated);
                case (byte)'-' when low is not null && next < pattern.Length && pattern[next] != ']':
                    if (!TryRead(pattern, ref next, out var high))
                    {
                        return null;
                    }

                    for (var member = low.Value; member <= high; member++)
                    {
                        members[member] = true;
                    }

                    low = null;
                    break;
                case (byte)'[' when next < pattern.Length && pattern[next] == ':':
                    var name = pattern[(next + 1)..];
                    var end = name.IndexOf((byte)']');
                    if (end < 0)
                    {
                        return null;
                    }

                    if (end == 0 || name[end - 1] != ':')
                    {
                        members[value] = true;
                        low = value;
                        break;
                    }

                    if (!TryAddClass(members, name[..(end - 1)]))
                    {
                        return null;
                    }

                    next += end + 2;
                    low = null;
                    break;
                default:
                    next--;
                    if (!TryRead(pattern, ref next, out var one))
                    {
                        return null;
                    }

                    members[one] = true;
                    low = one;
                    break;
            }
        }

        return null;
    }

    private static bool TryRead(ReadOnlySpan<byte> pattern, ref int next, out byte value)
    {
        value = pattern[next++];
        if (value != '\\')
        {
            return true;
        }

        if (next == pattern.Length)
        {
            return false;
        }

        value = pattern[next++];
        return true;
    }

    private static bool[] Finish(bool[] members, bool isNegated)
    {
        for (var i = 0; isNegated && i < members.Length; i++)
        {
            members[i] = !members[i];
        }

        members['/'] = false;
        return members;
    }

    private static bool TryAddClass(bool[] members, ReadOnlySpan<byte> name)
    {
        if (ClassOf(name) is not { } isMember)
        {
            return false;
        }

        for (var i = 0; i < 128; i++)
        {
            members[i] |= isMember((char)i);
        }

        return true;
    }

    private static Func<char, bool>? ClassOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("alnum"u8) => char.IsAsciiLetterOrDigit,
        _ when name.SequenceEqual("alpha"u8) => char.IsAsciiLetter,
        _ when name.SequenceEqual("blank"u8) => character => character is ' ' or '\t',
        _ when name.SequenceEqual("cntrl"u8) => char.IsControl,
        _ when name.SequenceEqual("digit"u8) => char.IsAsciiDigit,
        _ when name.SequenceEqual("graph"u8) => character => character is > ' ' and < '\x7F',
        _ when name.SequenceEqual("lower"u8) => char.IsAsciiLetterLower,
        _ when name.SequenceEqual("print"u8) => character => character is >= ' ' and < '\x7F',
        _ when name.SequenceEqual("punct"u8) => character => character is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(character),

        // Git's own table has neither the vertical tab nor the form feed.
        _ when name.SequenceEqual("space"u8) => character => character is ' ' or '\t' or '\n' or '\r',
        _ when name.SequenceEqual("upper"u8) => char.IsAsciiLetterUpper,
        _ when name.SequenceEqual("xdigit"u8) => char.IsAsciiHexDigit,
        _ => null,
    };
}
