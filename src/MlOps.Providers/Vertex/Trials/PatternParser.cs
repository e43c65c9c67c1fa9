using System.Globalization;
using System.Text;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>Reads a regular expression of .NET, which .NET itself has taken before. Lines have no line break, so that modes for several lines make no difference.</summary>
internal sealed class PatternParser
{
    private readonly string _pattern;
    private int _position;
    private int _groups;
    private bool _anyCase;

    private PatternParser(string pattern) => _pattern = pattern;

    /// <summary>Reads it.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <returns>Its parts.</returns>
    /// <exception cref="UntranslatablePatternException">It has something that cannot be translated.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.Choice();
        return parser._position == pattern.Length ? node : throw new UntranslatablePatternException("a parenthesis too many");
    }

    private PatternNode Choice()
    {
        // What (?i) says holds to the end of the group that it stands in, in the branches behind it as well.
        var outside = _anyCase;
        var branches = new List<PatternNode> { Sequence() };
        while (Take('|'))
        {
            branches.Add(Sequence());
        }

        _anyCase = outside;
        return branches is [var only] ? only : new PatternNode.Choice(branches);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (_position < _pattern.Length && _pattern[_position] is not ('|' or ')'))
        {
            if (Atom() is { } atom)
            {
                parts.Add(Quantified(atom));
            }
        }

        return parts is [var only] ? only : new PatternNode.Sequence(parts);
    }

    private PatternNode Quantified(PatternNode atom)
    {
        while (Bounds() is var (least, most))
        {
            var isLazy = Take('?');
            if (atom is PatternNode.Place or PatternNode.Beside)
            {
                throw new UntranslatablePatternException("a repeated place");
            }

            atom = new PatternNode.Repeat(atom, least, most, isLazy);
        }

        return atom;
    }

    private (int Least, int? Most)? Bounds()
    {
        if (_position == _pattern.Length)
        {
            return null;
        }

        switch (_pattern[_position])
        {
            case '*':
                _position++;
                return (0, null);
            case '+':
                _position++;
                return (1, null);
            case '?':
                _position++;
                return (0, 1);
            case '{' when _pattern.IndexOf('}', _position) is var end and > 0:
                // What is no quantifier is text.
                var words = _pattern[(_position + 1)..end].Split(',');
                if (words.Length > 2 || !Number(words[0], out var least) || (words.Length == 2 && words[1].Length > 0 && !Number(words[1], out _)))
                {
                    return null;
                }

                _position = end + 1;
                return (least, words.Length == 1 ? least : words[1].Length == 0 ? null : int.Parse(words[1], CultureInfo.InvariantCulture));
            default:
                return null;
        }

        static bool Number(string word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private PatternNode? Atom()
    {
        switch (_pattern[_position++])
        {
            case '(':
                return Group();
            case '[':
                return Class();
            case '.':
                return new PatternNode.One(CharSet.NotNewLine);
            case '^':
                return new PatternNode.Place(PlaceKind.Start);
            case '$':
                return new PatternNode.Place(PlaceKind.End);
            case '\\':
                return Escape();
            default:
                _position--;
                return Text(Character());
        }
    }

    private PatternNode? Group()
    {
        if (!Take('?'))
        {
            return Named((++_groups).ToString(CultureInfo.InvariantCulture));
        }

        if (Look(out var isBehind, out var isNot))
        {
            return Beside(isBehind, isNot);
        }

        if (Take(':'))
        {
            return Closed(Choice());
        }

        if (Take('#'))
        {
            _position = _pattern.IndexOf(')', _position) + 1;
            return null;
        }

        if (Take('<') || Take('\''))
        {
            var end = _pattern.IndexOfAny(['>', '\''], _position);
            var name = _pattern[_position..end];
            _position = end + 1;
            return name.All(c => char.IsLetterOrDigit(c) || c == '_') && !char.IsDigit(name[0]) ? Named(name) : throw new UntranslatablePatternException("a group that is counted or balanced");
        }

        return Take('>') ? throw new UntranslatablePatternException("an atomic group") : Take('(') ? throw new UntranslatablePatternException("a condition") : Options();
    }

    private PatternNode.Group Named(string name) => new(Closed(Choice()), name);

    private PatternNode Closed(PatternNode node) => Take(')') ? node : throw new UntranslatablePatternException("a parenthesis too few");

    private bool Look(out bool isBehind, out bool isNot)
    {
        var rest = _pattern.AsSpan(_position);
        isBehind = rest.StartsWith("<=") || rest.StartsWith("<!");
        var sign = isBehind ? rest[1] : rest.IsEmpty ? '\0' : rest[0];
        isNot = sign == '!';
        if (sign is not ('=' or '!'))
        {
            return false;
        }

        _position += isBehind ? 2 : 1;
        return true;
    }

    /// <summary>Looking at one character is all that the script can do.</summary>
    private PatternNode.Beside Beside(bool isBehind, bool isNot)
    {
        var body = Closed(Choice());
        CharSet? set = null;
        var orNone = false;
        foreach (var branch in body is PatternNode.Choice choice ? choice.Branches : [body])
        {
            switch (branch)
            {
                case PatternNode.One one:
                    set = set?.With(one.Set) ?? one.Set;
                    break;
                case PatternNode.Literal { Text: [< '\x80' and var c] }:
                    var single = CharSet.Of(other => other == c, CharSet.Rest.None);
                    set = set?.With(single) ?? single;
                    break;
                case PatternNode.Place { Kind: var kind } when kind == (isBehind ? PlaceKind.Start : PlaceKind.End):
                    orNone = true;
                    break;
                default:
                    throw new UntranslatablePatternException($"a look {(isBehind ? "behind" : "ahead")} at more than one character");
            }
        }

        return new(set ?? CharSet.Of(_ => false, CharSet.Rest.None), isBehind, isNot, orNone);
    }

    private PatternNode? Options()
    {
        var isOn = true;
        var anyCase = _anyCase;
        while (_position < _pattern.Length && _pattern[_position] is not (':' or ')'))
        {
            switch (_pattern[_position++])
            {
                case '-':
                    isOn = false;
                    break;
                case 'i':
                    anyCase = isOn;
                    break;
                case 'm' or 's':
                    break;
                default:
                    throw new UntranslatablePatternException("an option other than (?i), (?m) and (?s)");
            }
        }

        if (Take(')'))
        {
            _anyCase = anyCase;
            return null;
        }

        _position++;
        var outside = _anyCase;
        _anyCase = anyCase;
        var body = Closed(Choice());
        _anyCase = outside;
        return body;
    }

    private PatternNode Escape()
    {
        switch (_pattern[_position])
        {
            case 'A':
                _position++;
                return new PatternNode.Place(PlaceKind.Start);
            case 'Z' or 'z':
                _position++;
                return new PatternNode.Place(PlaceKind.End);
            case 'b':
                _position++;
                return new PatternNode.Place(PlaceKind.WordEdge);
            case 'B':
                _position++;
                return new PatternNode.Place(PlaceKind.NotWordEdge);
            case 'G':
                throw new UntranslatablePatternException("\\G");
            case 'k' or (>= '1' and <= '9'):
                throw new UntranslatablePatternException("a back-reference");
        }

        if (Shorthand() is { } set)
        {
            return new PatternNode.One(set);
        }

        _position--;
        return Text(Character());
    }

    /// <summary>The set of <c>\d</c> and the like; nothing is read when it is none.</summary>
    private CharSet? Shorthand()
    {
        CharSet? set = _pattern[_position] switch
        {
            'd' => CharSet.Digits,
            'D' => CharSet.Digits.Not(),
            'w' => CharSet.Words,
            'W' => CharSet.Words.Not(),
            's' => CharSet.Spaces,
            'S' => CharSet.Spaces.Not(),
            'p' or 'P' => throw new UntranslatablePatternException("a category of Unicode"),
            _ => null,
        };
        _position += set is null ? 0 : 1;
        return set;
    }

    private PatternNode Text(string character) =>
        character is [< '\x80' and var c] && char.IsAsciiLetter(c) && _anyCase ? new PatternNode.One(CharSet.Of(other => other == c, CharSet.Rest.None).AnyCase())
        : _anyCase && character[0] >= '\x80' && char.IsLetter(character, 0) ? throw new UntranslatablePatternException("a letter that is not ASCII, in any case")
        : new PatternNode.Literal(character);

    /// <summary>One character, which can be escaped; those of a surrogate pair together.</summary>
    private string Character()
    {
        var c = _pattern[_position++];
        if (c != '\\')
        {
            return char.IsHighSurrogate(c) && _position < _pattern.Length ? $"{c}{_pattern[_position++]}" : c.ToString();
        }

        c = _pattern[_position++];
        return (c switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => '\x1b',
            'x' => Hex(2),
            'u' => Hex(4),
            'c' => (char)(_pattern[_position++] & 0x1f),
            '0' => throw new UntranslatablePatternException("an octal number"),
            _ => c,
        }).ToString();
    }

    private char Hex(int digits)
    {
        _position += digits;
        return (char)ushort.Parse(_pattern.AsSpan(_position - digits, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private PatternNode Class()
    {
        var isNot = Take('^');
        var set = CharSet.Of(_ => false, CharSet.Rest.None);
        var others = new StringBuilder();
        for (var isFirst = true; isFirst || _pattern[_position] != ']'; isFirst = false)
        {
            if (_pattern[_position] == '\\')
            {
                _position++;
                if (Shorthand() is { } named)
                {
                    set = set.With(named);
                    continue;
                }

                if (_pattern[_position] == 'b')
                {
                    _position++;
                    set = set.With(CharSet.Of(c => c == '\b', CharSet.Rest.None));
                    continue;
                }

                _position--;
            }

            var first = Character();
            if (_pattern[_position] == '-' && _pattern[_position + 1] == '[')
            {
                throw new UntranslatablePatternException("a class without those of another one");
            }

            var isRange = _pattern[_position] == '-' && _pattern[_position + 1] != ']';
            if (!isRange && first[0] >= '\x80')
            {
                others.Append(first);
                continue;
            }

            _position += isRange ? 1 : 0;
            var last = isRange ? Character() : first;
            if (last[0] >= '\x80')
            {
                throw new UntranslatablePatternException("a range of characters that are not ASCII");
            }

            set = set.With(CharSet.Of(c => c >= first[0] && c <= last[0], CharSet.Rest.None));
        }

        _position++;
        set = _anyCase ? set.AnyCase() : set;
        if (others.Length == 0)
        {
            return new PatternNode.One(isNot ? set.Not() : set);
        }

        // Bytes are what awk sees: a character of several is a text.
        return isNot
            ? throw new UntranslatablePatternException("a class of all but a character that is not ASCII")
            : new PatternNode.Choice([new PatternNode.One(set), .. others.ToString().EnumerateRunes().Select(rune => Text(rune.ToString()))]);
    }

    private bool Take(char c)
    {
        if (_position < _pattern.Length && _pattern[_position] == c)
        {
            _position++;
            return true;
        }

        return false;
    }
}
