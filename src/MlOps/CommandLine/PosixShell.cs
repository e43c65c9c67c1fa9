namespace MlOps;

/// <summary>Writes words as a POSIX shell reads them back (POSIX.1-2017, Shell Command Language, 2.2 Quoting).</summary>
public static class PosixShell
{
    /// <summary>Quotes one word, if it has to be.</summary>
    /// <param name="word">The word. It holds no NUL character.</param>
    /// <returns>Text that <c>/bin/sh</c> reads as exactly this word.</returns>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(IsSafe) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Writes a command line.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <returns>Text that <c>/bin/sh</c> reads as exactly these words.</returns>
    public static string Join(IEnumerable<string> words) =>
        string.Join(' ', words.Select((word, index) => index == 0 && word.Contains('=', StringComparison.Ordinal) ? Force(word) : Quote(word)));

    // A first word with "=" would be taken for the setting of a variable.
    private static string Force(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool IsSafe(char character) => char.IsAsciiLetterOrDigit(character) || "-_./:=,@%+".Contains(character, StringComparison.Ordinal);
}
