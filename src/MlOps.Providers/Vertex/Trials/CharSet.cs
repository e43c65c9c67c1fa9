using System.Globalization;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>
/// Characters that one place of a pattern matches: which of ASCII, and what of the rest. Of the rest, awk sees bytes and knows no letters: it goes by the first byte, which tells most letters from most signs.
/// </summary>
/// <param name="ascii">Which of the 128.</param>
/// <param name="others">What of the rest.</param>
internal sealed class CharSet(bool[] ascii, CharSet.Rest others)
{
    private const int Count = 128;

    /// <summary>What of the characters that are not ASCII.</summary>
    [Flags]
    public enum Rest
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>Letters and digits.</summary>
        Words = 1,

        /// <summary>All but letters and digits.</summary>
        Signs = 2,

        /// <summary>All.</summary>
        All = Words | Signs,
    }

    public static CharSet Digits { get; } = Of(char.IsAsciiDigit, Rest.None);

    public static CharSet Words { get; } = Of(c => char.IsAsciiLetterOrDigit(c) || c == '_', Rest.Words);

    public static CharSet Spaces { get; } = Of(c => c is ' ' or (>= '\t' and <= '\r'), Rest.None);

    public static CharSet NotNewLine { get; } = Of(c => c != '\n', Rest.All);

    public static CharSet Everything { get; } = Of(_ => true, Rest.All);

    public static CharSet Of(Func<char, bool> has, Rest others) => new([.. Enumerable.Range(0, Count).Select(code => has((char)code))], others);

    public bool Has(char c) => c < Count && ascii[c];

    public CharSet Not() => new([.. ascii.Select(has => !has)], Rest.All & ~others);

    public CharSet With(CharSet other) => new([.. ascii.Select((has, code) => has || other.Has((char)code))], others | other.Others);

    /// <summary>The same with the other case of each letter.</summary>
    public CharSet AnyCase() => Of(c => Has(c) || Has(char.ToUpperInvariant(c)) || Has(char.ToLowerInvariant(c)), others);

    public Rest Others => others;

    /// <summary>The codes as the script reads them: <c>48-57,46</c>.</summary>
    public string Codes()
    {
        var ranges = new List<string>();
        for (var code = 1; code < Count; code++)
        {
            if (ascii[code])
            {
                var first = code;
                while (code + 1 < Count && ascii[code + 1])
                {
                    code++;
                }

                ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{first}-{code}"));
            }
        }

        return string.Join(',', ranges);
    }
}
