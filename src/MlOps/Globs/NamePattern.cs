using System.Text;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>A name, or a PowerShell wildcard over names (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>`*</c> for a literal star). Case does not matter, as everywhere in PowerShell.</summary>
public sealed class NamePattern
{
    private readonly Regex? _regex;

    private NamePattern(string text, bool literal)
    {
        Text = text;
        IsLiteral = literal || !HasWildcard(text);
        if (IsLiteral)
        {
            LiteralName = literal ? text : Unescape(text);
        }
        else
        {
            _regex = new Regex(ToRegex(text), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it names exactly one thing.</summary>
    public bool IsLiteral { get; }

    /// <summary>The one name it stands for; <see langword="null"/> for a wildcard.</summary>
    public string? LiteralName { get; }

    /// <summary>The longest text that every name has in it that the pattern matches, but for upper and lower case; empty when there is none. For asking a service that knows no wildcards.</summary>
    public string LongestText => IsLiteral ? LiteralName! : Runs(Text).MaxBy(run => run.Length)!;

    /// <summary>The text that every name begins with that the pattern matches, but for upper and lower case; empty when there is none.</summary>
    public string Prefix => IsLiteral ? LiteralName! : Runs(Text).First();

    /// <summary>Reads a name in which <c>*</c>, <c>?</c> and <c>[</c> are wildcards.</summary>
    /// <param name="text">The name or pattern.</param>
    /// <returns>The pattern.</returns>
    public static NamePattern Parse(string text) => new(text, literal: false);

    /// <summary>Takes a name as it is, whatever characters it has.</summary>
    /// <param name="name">The name.</param>
    /// <returns>A pattern that matches this name only.</returns>
    public static NamePattern Literal(string name) => new(name, literal: true);

    /// <summary>Whether the pattern matches a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(string name) =>
        IsLiteral ? string.Equals(LiteralName, name, StringComparison.OrdinalIgnoreCase) : _regex!.IsMatch(name);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool HasWildcard(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
            {
                i++;
            }
            else if (text[i] is '*' or '?' || (text[i] == '[' && text.IndexOf(']', i + 1) > i))
            {
                return true;
            }
        }

        return false;
    }

    private static string Unescape(string text)
    {
        var name = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`' && i + 1 < text.Length)
            {
                i++;
            }

            name.Append(text[i]);
        }

        return name.ToString();
    }

    /// <summary>The texts between the wildcards, the one before the first and the one after the last among them; each may be empty.</summary>
    private static IEnumerable<string> Runs(string text)
    {
        var run = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var set = text[i] == '[' ? text.IndexOf(']', i + 1) : -1;
            if (text[i] is '*' or '?' || set > i + 1)
            {
                yield return run.ToString();
                run.Clear();
                i = Math.Max(i, set);
                continue;
            }

            i += text[i] == '`' && i + 1 < text.Length ? 1 : 0;
            run.Append(text[i]);
        }

        yield return run.ToString();
    }

    private static string ToRegex(string text)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '`' when i + 1 < text.Length:
                    regex.Append(Regex.Escape(text[++i].ToString()));
                    break;
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[' when text.IndexOf(']', i + 1) is var end && end > i + 1:
                    regex.Append('[').Append(text[(i + 1)..end].Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                default:
                    regex.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();
    }
}
