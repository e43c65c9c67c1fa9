using System.Buffers;
using System.Text;

namespace MlOps;

/// <summary>Makes text that somebody else wrote, such as a line of a log, safe to show on a terminal and good to match patterns against.</summary>
public static class TerminalText
{
    private const char Escape = '\x1B';
    private const char Bell = '\a';
    private const char Delete = '\x7F';
    private const char StringTerminator = '\x9C';
    private const char ControlPictures = '\u2400';
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c != '\t'), .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    /// <summary>
    /// Removes terminal control sequences (ECMA-48: CSI, OSC and the other strings, two-character escapes; 7-bit and C1 forms) and the controls that
    /// override or isolate the direction of text; shows every other control character but the tab as its picture (U+2400 …; DEL and C1 as U+FFFD). Where
    /// carriage returns overwrite, the last part that shows anything is kept, as on a terminal. Takes linear time.
    /// </summary>
    /// <param name="text">The text, usually one line.</param>
    /// <returns>The clean text, which has no control character but the tab; the same instance when nothing had to change.</returns>
    public static string Clean(string text)
    {
        var next = text.AsSpan().IndexOfAny(Special);
        if (next < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var overwrite = false;
        var position = 0;
        while (position < text.Length)
        {
            var rest = text.AsSpan(position);
            next = rest.IndexOfAny(Special);
            var plain = next < 0 ? rest : rest[..next];
            if (plain.Length > 0)
            {
                Show(plain);
                position += plain.Length;
                continue;
            }

            var after = SkipSequence(text, position);
            if (after > position)
            {
                position = after;
                continue;
            }

            var c = text[position++];
            if (c == '\r')
            {
                overwrite = true;
            }
            else if (char.IsControl(c))
            {
                Show([c < ' ' ? (char)(ControlPictures + c) : Replacement]);
            }
        }

        return clean.ToString();

        void Show(ReadOnlySpan<char> visible)
        {
            if (overwrite)
            {
                clean.Clear();
                overwrite = false;
            }

            clean.Append(visible);
        }
    }

    /// <summary>The position after the control sequence that begins here; the same position when none does.</summary>
    private static int SkipSequence(string text, int start)
    {
        var position = start + 1;
        switch (text[start])
        {
            case Escape when position < text.Length:
                return text[position] switch
                {
                    '[' => SkipParameters(text, position + 1),
                    ']' or 'P' or 'X' or '^' or '_' => SkipString(text, position + 1),
                    >= ' ' and < Delete => SkipShort(text, position),
                    _ => start,
                };
            case '\x9B':
                return SkipParameters(text, position);
            case '\x9D' or '\x90' or '\x98' or '\x9E' or '\x9F':
                return SkipString(text, position);
            default:
                return start;
        }
    }

    /// <summary>Parameters and intermediates up to the final character. What cannot stand there ends the sequence and is left for what follows.</summary>
    private static int SkipParameters(string text, int position)
    {
        while (position < text.Length && text[position] is >= ' ' and <= '?')
        {
            position++;
        }

        return position < text.Length && text[position] is >= '@' and < Delete ? position + 1 : position;
    }

    /// <summary>Intermediates and one final character: <c>ESC ( B</c>, <c>ESC 7</c>.</summary>
    private static int SkipShort(string text, int position)
    {
        while (position < text.Length && text[position] is >= ' ' and <= '/')
        {
            position++;
        }

        return position < text.Length && text[position] is >= '0' and < Delete ? position + 1 : position;
    }

    /// <summary>A string up to its terminator, or to the end of the text as a terminal would swallow it; CAN, SUB and another escape abort it.</summary>
    private static int SkipString(string text, int position)
    {
        for (; position < text.Length; position++)
        {
            switch (text[position])
            {
                case Bell or StringTerminator or '\x18' or '\x1A':
                    return position + 1;
                case Escape:
                    return position + 1 < text.Length && text[position + 1] == '\\' ? position + 2 : position;
            }
        }

        return position;
    }
}
