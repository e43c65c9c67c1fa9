using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MlOps.Shell.Interactive;

/// <summary>Completes with the engine: commands, parameters, values, members, variables and paths.</summary>
internal sealed class EngineCompleter(Runspace runspace)
{
    /// <summary>Completes the text at the cursor.</summary>
    /// <param name="earlierLines">The lines of the same command before this one, each with its line end.</param>
    /// <param name="text">The line.</param>
    /// <param name="cursor">The place in it.</param>
    public Completion Complete(string earlierLines, string text, int cursor)
    {
        // Within a nested prompt the pipeline thread is this one, and the engine runs what is asked of it here.
        using var powershell = Runspace.DefaultRunspace == runspace ? PowerShell.Create(RunspaceMode.CurrentRunspace) : PowerShell.Create(runspace);
        CommandCompletion completion;
        try
        {
            completion = CommandCompletion.CompleteInput(earlierLines + text, earlierLines.Length + cursor, options: null, powershell);
        }
        catch (RuntimeException)
        {
            return Completion.None;
        }

        var start = completion.ReplacementIndex - earlierLines.Length;
        return start < 0
            ? Completion.None
            : new Completion(start, completion.ReplacementLength, [.. completion.CompletionMatches.Select(Candidate)]);
    }

    // A folder is seldom the end of a path.
    private static CompletionCandidate Candidate(CompletionResult result) =>
        result.ResultType == CompletionResultType.ProviderContainer && result.CompletionText[^1] is not ('\'' or '"' or '/' or '\\')
            ? new(result.CompletionText + Path.DirectorySeparatorChar, result.ListItemText + Path.DirectorySeparatorChar)
            : new(result.CompletionText, result.ListItemText);
}
