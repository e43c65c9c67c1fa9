using System.Text;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Google;

/// <summary>Reads the filters of lists and of log entries: comparisons with AND, OR, NOT, - and parentheses. What stands side by side is AND.
/// OR binds closer than AND, as the services have it.</summary>
internal sealed partial class FilterParser
{
    private readonly List<Token> _tokens;
    private int _next;

    private FilterParser(string text) => _tokens = Split(text);

    private enum Kind
    {
        Word,
        Text,
        Operator,
        Open,
        Close,
    }

    /// <summary>Null when the filter is empty.</summary>
    public static FilterNode? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var parser = new FilterParser(text);
        if (parser._tokens.Count == 0)
        {
            return null;
        }

        var node = parser.Sequence();
        return parser.Peek is { } left ? throw Unexpected(left) : node;
    }

    private Token? Peek => _next < _tokens.Count ? _tokens[_next] : null;

    private static GoogleException Unexpected(Token token) => GoogleException.Invalid($"Unparseable filter: unexpected '{token.Value}' at position {token.At + 1}.");

    private static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var match = Part().Match(text, at);
            if (!match.Success || match.Index != at)
            {
                throw GoogleException.Invalid($"Unparseable filter: syntax error at position {at + 1}.");
            }

            Kind? kind = match.Groups["word"].Success ? Kind.Word
                : match.Groups["text"].Success ? Kind.Text
                : match.Groups["operator"].Success ? Kind.Operator
                : match.Value == "(" ? Kind.Open
                : match.Value == ")" ? Kind.Close
                : null;
            if (kind is { } known)
            {
                tokens.Add(new(known, known == Kind.Text ? Unquoted(match.Groups["text"].Value) : match.Value, at));
            }

            at += match.Length;
        }

        return tokens;
    }

    private static string Unquoted(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            // \" and \\ alone: what else is escaped belongs to a regular expression.
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                i++;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    [GeneratedRegex("""\G(\s+|--[^\n]*|(?<operator>=~|!~|!=|<=|>=|[=<>:])|[()]|"(?<text>([^"\\]|\\.)*)"|(?<word>-(?=[\s("A-Za-z_])|[^\s()"=<>:!~]+("[^"]*"[^\s()"=<>:!~]*)*))""", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();

    private FilterNode Sequence()
    {
        var parts = new List<FilterNode> { Choice() };
        while (Peek is { Kind: not Kind.Close } token)
        {
            if (token is { Kind: Kind.Word, Value: "AND" })
            {
                _next++;
            }

            parts.Add(Choice());
        }

        return parts.Count == 1 ? parts[0] : new FilterNode.And(parts);
    }

    private FilterNode Choice()
    {
        var parts = new List<FilterNode> { Negation() };
        while (Peek is { Kind: Kind.Word, Value: "OR" })
        {
            _next++;
            parts.Add(Negation());
        }

        return parts.Count == 1 ? parts[0] : new FilterNode.Or(parts);
    }

    private FilterNode Negation()
    {
        if (Peek is { Kind: Kind.Word, Value: "NOT" or "-" })
        {
            _next++;
            return new FilterNode.Not(Negation());
        }

        return Term();
    }

    private FilterNode Term()
    {
        var token = Take();
        switch (token.Kind)
        {
            case Kind.Open:
                var inner = Sequence();
                return Take() is { Kind: Kind.Close } ? inner : throw Unexpected(_tokens[_next - 1]);
            case Kind.Word when token.Value is "AND" or "OR":
            case Kind.Close or Kind.Operator:
                throw Unexpected(token);
            default:
                break;
        }

        if (Peek is not { Kind: Kind.Operator } comparison)
        {
            return new FilterNode.Comparison([], null, token.Value, token.Kind == Kind.Text);
        }

        _next++;
        var negated = token.Kind == Kind.Word && token.Value[0] == '-';
        var path = Path(token, negated);
        var compared = Peek is { Kind: Kind.Open } ? Several(path, comparison.Value) : One(path, comparison.Value, Take());
        return negated ? new FilterNode.Not(compared) : compared;
    }

    /// <summary>field=("a" OR "b").</summary>
    private FilterNode Several(IReadOnlyList<string> path, string comparison)
    {
        _next++;
        var parts = new List<FilterNode> { One(path, comparison, Take()) };
        var connective = "";
        while (Take() is { Kind: not Kind.Close } token)
        {
            if (token is not { Kind: Kind.Word, Value: "OR" or "AND" } || (connective.Length > 0 && connective != token.Value))
            {
                throw Unexpected(token);
            }

            connective = token.Value;
            parts.Add(One(path, comparison, Take()));
        }

        return connective == "OR" ? new FilterNode.Or(parts) : new FilterNode.And(parts);
    }

    private static FilterNode.Comparison One(IReadOnlyList<string> path, string comparison, Token value) =>
        value.Kind is Kind.Word or Kind.Text ? new(path, comparison, value.Value, value.Kind == Kind.Text) : throw Unexpected(value);

    private static IReadOnlyList<string> Path(Token token, bool negated) =>
        token.Kind == Kind.Text ? [token.Value] : [.. Segment().Matches(negated ? token.Value[1..] : token.Value).Select(match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Value)];

    [GeneratedRegex("""("(?<quoted>[^"]*)"|[^."]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Segment();

    private Token Take() => _next < _tokens.Count ? _tokens[_next++] : throw GoogleException.Invalid("Unparseable filter: it ends too early.");

    private sealed record Token(Kind Kind, string Value, int At);
}
