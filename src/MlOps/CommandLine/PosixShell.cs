using System.Buffers;

namespace MlOps;

/// <summary>Writes arguments as a line that a POSIX shell reads back as the same arguments.</summary>
public static class PosixShell
{
    private static readonly SearchValues<char> Safe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

    // Reserved where a command begins (POSIX.1-2024, Shell Command Language, 2.4; the second line: bash and ksh).
    private static readonly HashSet<string> ReservedWords =
    [
        "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until", "while",
        "coproc", "function", "namespace", "select", "time",
    ];

    /// <summary>Writes one argument: as it is where the shell takes it so, else in single quotes.</summary>
    /// <param name="argument">The argument.</param>
    /// <returns>A word for the shell, at any place but that of the command; see <see cref="Join"/>.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the argument has a NUL character or half of a surrogate pair.</exception>
    public static string Quote(string argument)
    {
        ProcessText.Check(argument, "An argument");
        return argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(Safe) ? argument : InQuotes(argument);
    }

    /// <summary>Writes a whole command. Its first word is also quoted where the shell would take it for an assignment or a reserved word.</summary>
    /// <param name="arguments">The arguments, the program first.</param>
    /// <returns>The line; it has line breaks where an argument has them.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: an argument has a NUL character or half of a surrogate pair.</exception>
    public static string Join(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select((argument, index) =>
            Quote(argument) is var word && index == 0 && word == argument && IsSpecialAsCommand(word) ? InQuotes(word) : word));

    private static bool IsSpecialAsCommand(string word) => word.Contains('=', StringComparison.Ordinal) || ReservedWords.Contains(word);

    private static string InQuotes(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
