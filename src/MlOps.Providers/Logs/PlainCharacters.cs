using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MlOps.Providers.Logs;

/// <summary>Sets of the characters that plain lines are made of, the tab and printable ASCII, and how a filter pattern says them.</summary>
internal static class PlainCharacters
{
    /// <summary>Those of <see cref="LogFilter"/>.</summary>
    public const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Every other character.</summary>
    public const string Others = @"[^\x09\x20-\x7e]";

    private const string Symbols = ":_#=@/;,";
    private const string Operators = @"^$?[]{}|\*+.";

    private static readonly string s_all = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Prepend('\t'));

    private static readonly Dictionary<string, string> s_named =
        new[] { ".", @"\d", @"\D", @"\s", @"\S", @"\w", @"\W" }.ToDictionary(name => string.Concat(s_all.Where(c => Regex.IsMatch(c.ToString(), name, RegexOptions.ECMAScript))));

    /// <summary>The plain characters that a part of a regular expression matches in any case.</summary>
    /// <param name="atom">The part, which matches one character.</param>
    /// <returns>The characters, in the order of their codes.</returns>
    public static string Of(string atom)
    {
        var regex = new Regex($@"\A(?:{atom})\z", Options);
        return string.Concat(s_all.Where(c => regex.IsMatch([c])));
    }

    /// <summary>Says a set.</summary>
    /// <param name="set">The characters, in the order of their codes.</param>
    /// <returns>What matches each of them; with it perhaps characters that are not plain.</returns>
    public static string Class(string set) =>
        set.Length == 0 ? Others
        : s_named.TryGetValue(set, out var name) ? name
        : set.Length == 1 ? Literal(set[0], inClass: false)
        : set.Length <= s_all.Length / 2 ? $"[{Ranges(set)}]"
        : $"[^{Ranges(string.Concat(s_all.Except(set)))}]";

    private static string Ranges(string set)
    {
        var ranges = new StringBuilder();
        for (var first = 0; first < set.Length;)
        {
            var last = first;
            while (last + 1 < set.Length && set[last + 1] == set[last] + 1)
            {
                last++;
            }

            // Of one or two characters a range would be longer than they are.
            if (last - first < 2)
            {
                last = first;
            }

            ranges.Append(Literal(set[first], inClass: true));
            if (last > first)
            {
                ranges.Append('-').Append(Literal(set[last], inClass: true));
            }

            first = last + 1;
        }

        return ranges.ToString();
    }

    private static string Literal(char c, bool inClass) =>
        char.IsAsciiLetterOrDigit(c) || Symbols.Contains(c) || (c == '-' && !inClass) ? c.ToString()
        : Operators.Contains(c) ? $@"\{c}"
        : string.Create(CultureInfo.InvariantCulture, $@"\x{(int)c:X2}");
}
