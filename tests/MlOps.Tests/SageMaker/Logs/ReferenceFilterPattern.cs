using System.Globalization;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>
/// CloudWatch's filter patterns between percent signs as its user guide describes them (regex-expressions.html), by plain backtracking. What the guide does not name is refused.
/// Cases are told apart, <c>|</c> stands between whole alternatives.
/// </summary>
internal sealed class ReferenceFilterPattern
{
    private const string Symbols = ":_#=@/;,-";
    private const string Operators = @"^$?[]{}|\*+.";

    private readonly List<List<Term>> _alternatives = [[]];
    private readonly string _text;
    private int _position;

    public ReferenceFilterPattern(string pattern)
    {
        Require(pattern.Length is > 2 and <= 1024 && pattern[0] == '%' && pattern[^1] == '%', "percent signs");
        _text = pattern[1..^1];
        while (_position < _text.Length)
        {
            Read();
        }
    }

    public bool Matches(string text) => _alternatives.Any(terms => Enumerable.Range(0, text.Length + 1).Any(start => Matches(terms, 0, text, start)));

    private static bool Matches(List<Term> terms, int index, string text, int position)
    {
        if (index == terms.Count)
        {
            return true;
        }

        var term = terms[index];
        switch (term.Anchor)
        {
            case '^':
                return position == 0 && Matches(terms, index + 1, text, position);
            case '$':
                return position == text.Length && Matches(terms, index + 1, text, position);
        }

        for (var count = 0; ; count++)
        {
            if (count >= term.Least && Matches(terms, index + 1, text, position + count))
            {
                return true;
            }

            if (count == term.Most || position + count >= text.Length || !term.Accepts!(text[position + count]))
            {
                return false;
            }
        }
    }

    private void Read()
    {
        switch (Peek())
        {
            case '|':
                _position++;
                _alternatives.Add([]);
                break;
            case '^' or '$':
                _alternatives[^1].Add(new(_text[_position++]));
                break;
            case '*':
                Repeat(0, int.MaxValue);
                break;
            case '+':
                Repeat(1, int.MaxValue);
                break;
            case '?':
                Repeat(0, 1);
                break;
            case '{':
                var end = _text.IndexOf('}', _position);
                var counts = _text[(_position + 1)..end].Split(',');
                Require(counts.Length == 2, "counts");
                _position = end;
                Repeat(
                    counts[0].Length == 0 ? 0 : int.Parse(counts[0], CultureInfo.InvariantCulture),
                    counts[1].Length == 0 ? int.MaxValue : int.Parse(counts[1], CultureInfo.InvariantCulture));
                break;
            case '.':
                _position++;
                Add(_ => true);
                break;
            case '[':
                Add(Class());
                break;
            default:
                var (accepts, _) = Character();
                Add(accepts);
                break;
        }
    }

    private Func<char, bool> Class()
    {
        _position++;
        var isInverse = Peek() == '^';
        _position += isInverse ? 1 : 0;
        var members = new List<Func<char, bool>>();
        while (Peek() != ']')
        {
            var (accepts, first) = Character();
            if (Peek() == '-' && _text[_position + 1] != ']')
            {
                _position++;
                var (_, last) = Character();
                Require(first is not null && last >= first, "range");
                accepts = c => c >= first && c <= last;
            }

            members.Add(accepts);
        }

        _position++;
        Require(members.Count > 0, "empty class");
        return c => members.Any(member => member(c)) != isInverse;
    }

    private (Func<char, bool> Accepts, char? Literal) Character()
    {
        var c = _text[_position++];
        if (c != '\\')
        {
            Require(char.IsAsciiLetterOrDigit(c) || Symbols.Contains(c), $"the character '{c}'");
            return (each => each == c, c);
        }

        var escaped = _text[_position++];
        switch (escaped)
        {
            case 'd':
                return (char.IsAsciiDigit, null);
            case 'D':
                return (each => !char.IsAsciiDigit(each), null);
            case 's':
                return (each => each is ' ' or '\t' or '\n', null);
            case 'S':
                return (each => each is not (' ' or '\t' or '\n'), null);
            case 'w':
                return (each => char.IsAsciiLetterOrDigit(each) || each == '_', null);
            case 'W':
                return (each => !char.IsAsciiLetterOrDigit(each) && each != '_', null);
            case 'x':
                var code = (char)byte.Parse(_text.AsSpan(_position, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                _position += 2;
                Require(code < 0x80, "ASCII");
                return (each => each == code, code);
            default:
                Require(Operators.Contains(escaped), $"the escape '{escaped}'");
                return (each => each == escaped, escaped);
        }
    }

    private char Peek() => _position < _text.Length ? _text[_position] : throw new MlOpsException(ErrorCode.InvalidArgument, $"The pattern {_text} ends too soon.");

    private void Add(Func<char, bool> accepts) => _alternatives[^1].Add(new(default, accepts));

    private void Repeat(int least, int most)
    {
        _position++;
        var terms = _alternatives[^1];
        Require(terms.Count > 0 && terms[^1] is { Accepts: not null, Least: 1, Most: 1 } && most > 0, "a repetition of nothing");
        terms[^1] = terms[^1] with { Least = least, Most = most };
    }

    private void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The filter pattern {_text} is not valid at {_position}: {what}.");
        }
    }

    private sealed record Term(char Anchor, Func<char, bool>? Accepts = null, int Least = 1, int Most = 1);
}
