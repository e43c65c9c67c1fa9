using System.Management.Automation.Language;

namespace MlOps.Shell.Engine;

/// <summary>Cuts a stream of lines into statements that can run.</summary>
internal static class StatementReader
{
    /// <summary>
    /// Reads statement by statement. One of a single line is given at once, so that whoever writes the lines may wait for what they do.
    /// One of several lines may go on after it looks complete (an <c>else</c>, a <c>catch</c>), so the next line is looked at first; an empty line ends it.
    /// </summary>
    public static IEnumerable<string> Read(TextReader input)
    {
        var line = input.ReadLine();
        while (line is not null)
        {
            var statement = line;
            line = null;
            while (statement.Contains('\n') || IsIncomplete(statement))
            {
                line = input.ReadLine();
                if (line is null || !(IsIncomplete(statement) || Continues(statement, line)))
                {
                    break;
                }

                statement += "\n" + line;
                line = null;
            }

            if (!string.IsNullOrWhiteSpace(statement))
            {
                yield return statement;
            }

            line ??= input.ReadLine();
        }
    }

    /// <summary>Whether the text needs more lines before it can run.</summary>
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return Array.Exists(errors, e => e.IncompleteInput);
    }

    // A line belongs to the statement if the two together are no more statements than before.
    private static bool Continues(string statement, string line) =>
        !string.IsNullOrWhiteSpace(line) && CountStatements(statement + "\n" + line) == CountStatements(statement);

    private static int CountStatements(string text) => Parser.ParseInput(text, out _, out _).EndBlock?.Statements.Count ?? 0;
}
