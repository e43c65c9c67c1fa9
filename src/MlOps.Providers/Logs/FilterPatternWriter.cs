using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MlOps.Providers.Logs;

/// <summary>Reads a valid .NET regular expression from left to right and writes the part between the percent signs of a filter pattern.</summary>
/// <param name="regex">The expression.</param>
internal sealed partial class FilterPatternWriter(string regex)
{
    // Counts beyond this may be more than the service's engine takes.
    private const int MostRepetitions = 100;

    private readonly StringBuilder _pattern = new();
    private int _position;
    private int _depth;
    private bool _alternativeMatchesSomething;
    private bool _canBeRepeated;

    /// <summary>Translates the expression.</summary>
    /// <returns>The translation; <see langword="null"/> when there is none.</returns>
    public string? Translate()
    {
        while (_position < regex.Length)
        {
            if (!Next())
            {
                return null;
            }
        }

        // An alternative of nothing lets every line through.
        return _alternativeMatchesSomething ? _pattern.ToString() : null;
    }

    private bool Next() => regex[_position] switch
    {
        '^' => Assert("^", 1),
        '$' => Assert("$", 1),
        '|' => EndAlternative(),
        '(' => OpenGroup(),
        ')' => CloseGroup(),
        '*' or '+' or '?' => Repeat(regex[_position].ToString(), 1),
        '{' when Count().Match(regex, _position) is { Success: true } count => Repeat(count),
        '[' => Class(),
        '\\' => Escape(),
        '.' => Character(".", 1),
        var literal => Character(Regex.Escape(literal.ToString()), 1),
    };

    /// <summary>One character out of a set, which .NET itself is asked for.</summary>
    private bool Character(string atom, int length)
    {
        _pattern.Append(PlainCharacters.Class(PlainCharacters.Of(atom)));
        _position += length;
        _alternativeMatchesSomething = _canBeRepeated = true;
        return true;
    }

    /// <summary>What stands between characters. To leave it out lets more lines through, never fewer.</summary>
    private bool Assert(string assertion, int length)
    {
        _pattern.Append(assertion);
        _position += length;
        _canBeRepeated = false;
        return true;
    }

    private bool EndAlternative()
    {
        if (_depth > 0 || !_alternativeMatchesSomething)
        {
            return false;
        }

        _alternativeMatchesSomething = false;
        return Assert("|", 1);
    }

    /// <summary>A group that has neither alternatives nor a repetition means what it holds: <c>loss=(\S+)</c> is <c>loss=\S+</c>.</summary>
    private bool OpenGroup()
    {
        var opening = Opening().Match(regex, _position);
        _depth++;
        return opening.Success && Assert("", opening.Length);
    }

    private bool CloseGroup()
    {
        _depth--;
        return Assert("", 1);
    }

    private bool Repeat(Match count)
    {
        var least = Number(count.Groups["least"].ValueSpan, 0);
        var most = !count.Groups["most"].Success ? least
            : count.Groups["most"].Length == 0 ? int.MaxValue
            : Number(count.Groups["most"].ValueSpan, int.MaxValue);
        var isPlain = least <= MostRepetitions && most is > 0 and <= MostRepetitions;
        return Repeat(isPlain ? string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}") : least > 0 ? "+" : "*", count.Length);

        static int Number(ReadOnlySpan<char> digits, int tooLarge) => int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : tooLarge;
    }

    private bool Repeat(string repetition, int length)
    {
        if (!_canBeRepeated)
        {
            return false;
        }

        // How much is taken makes no difference to whether there is a match.
        var isLazy = _position + length < regex.Length && regex[_position + length] == '?';
        return Assert(repetition, isLazy ? length + 1 : length);
    }

    private bool Class()
    {
        var end = _position + 1;
        end += end < regex.Length && regex[end] == '^' ? 1 : 0;

        // In first place it does not close.
        end += end < regex.Length && regex[end] == ']' ? 1 : 0;
        while (end < regex.Length && regex[end] != ']')
        {
            // The subtraction of a class, or what only looks like one.
            if (regex[end] == '[')
            {
                return false;
            }

            end += regex[end] == '\\' ? 2 : 1;
        }

        return end < regex.Length && Character(regex[_position..(end + 1)], end + 1 - _position);
    }

    private bool Escape() => regex[_position + 1] switch
    {
        'b' or 'B' => Assert("", 2),
        'A' => Assert("^", 2),
        'z' or 'Z' => Assert("$", 2),
        'x' => Escaped(4),
        'u' => Escaped(6),
        'p' or 'P' => Escaped(regex.IndexOf('}', _position) + 1 - _position),
        'd' or 'D' or 'w' or 'W' or 's' or 'S' or 't' or 'n' or 'r' or 'f' or 'v' or 'a' or 'e' => Escaped(2),
        var c => !char.IsAsciiLetterOrDigit(c) && Escaped(2),
    };

    private bool Escaped(int length) => Character(regex.Substring(_position, length), length);

    [GeneratedRegex(@"\G\{(?<least>[0-9]+)(?:,(?<most>[0-9]*))?\}")]
    private static partial Regex Count();

    // With and without a name; what else may follow "(?" looks around, sets options or decides.
    [GeneratedRegex(@"\G\((?:\?:|\?<[A-Za-z_][A-Za-z_0-9]*>|(?!\?))")]
    private static partial Regex Opening();
}
