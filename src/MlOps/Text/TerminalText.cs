using System.Buffers;
using System.Text;

namespace MlOps;

/// <summary>Makes text that came from elsewhere safe to show in a terminal, and plain for patterns to match.</summary>
public static class TerminalText
{
    private const char Escape = '\u001b';

    // C0 but the tab, DEL, C1, and the characters that turn the direction of what follows (Unicode TR 9, 2.1 to 2.4).
    private static readonly SearchValues<char> s_unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Where(code => code != '\t').Select(code => (char)code),
        .. Enumerable.Range(0x7f, 0x21).Select(code => (char)code),
        .. Enumerable.Range(0x202a, 5).Select(code => (char)code),
        .. Enumerable.Range(0x2066, 4).Select(code => (char)code),
    ]);

    /// <summary>Takes control sequences out (ECMA-48) and shows other control characters as pictures. Of text that a carriage return would write over, only the last is kept.</summary>
    /// <param name="line">One line of text.</param>
    /// <returns>The line without any control character but the tab.</returns>
    public static string Clean(string line)
    {
        if (!line.AsSpan().ContainsAny(s_unsafe))
        {
            return line;
        }

        var clean = new StringBuilder(line.Length);
        var rest = LastShown(line);
        while (rest.IndexOfAny(s_unsafe) is >= 0 and var at)
        {
            clean.Append(rest[..at]);
            rest = rest[at..];
            if (SequenceLength(rest) is > 0 and var length)
            {
                rest = rest[length..];
                continue;
            }

            if (rest[0] < 0x202a)
            {
                clean.Append(Picture(rest[0]));
            }

            rest = rest[1..];
        }

        return clean.Append(rest).ToString();
    }

    private static ReadOnlySpan<char> LastShown(string line)
    {
        var shown = line.AsSpan().TrimEnd('\r');
        return shown[(shown.LastIndexOf('\r') + 1)..];
    }

    // Unicode has pictures for C0 and DEL only.
    private static char Picture(char control) => control < 0x20 ? (char)('\u2400' + control) : '\ufffd';

    private static int SequenceLength(ReadOnlySpan<char> text) => text[0] switch
    {
        Escape when text.Length > 1 => text[1] switch
        {
            '[' => 2 + ControlSequenceLength(text[2..]),
            ']' or 'P' or 'X' or '^' or '_' => 2 + StringLength(text[2..]),
            >= ' ' and <= '/' => 1 + IntermediateLength(text[1..]),
            >= '0' and <= '~' => 2,
            _ => 1,
        },
        Escape => 1,
        '\u009b' => 1 + ControlSequenceLength(text[1..]),
        '\u0090' or '\u0098' or '\u009d' or '\u009e' or '\u009f' => 1 + StringLength(text[1..]),
        _ => 0,
    };

    // Parameters and intermediates, then one final character.
    private static int ControlSequenceLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange(' ', '?');
        return length < 0 ? text.Length : text[length] is >= '@' and <= '~' ? length + 1 : length;
    }

    private static int IntermediateLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange(' ', '/');
        return length < 0 ? text.Length : text[length] is >= '0' and <= '~' ? length + 1 : length;
    }

    // Up to BEL or the string terminator. One that never ends takes the rest of the line with it.
    private static int StringLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\a', Escape, '\u009c');
        return end < 0 ? text.Length : text[end] != Escape ? end + 1 : end + 1 < text.Length && text[end + 1] == '\\' ? end + 2 : end;
    }
}
