namespace MlOps.Shell.Engine;

/// <summary>Runs a script that comes in on standard input: each statement as soon as it is complete.</summary>
internal static class StatementLoop
{
    /// <summary>Reads and runs to the end of the input, to <c>exit</c> or to an interruption.</summary>
    public static void Run(ShellSession session, Interruption interruption, TextReader input)
    {
        foreach (var statement in StatementReader.Read(input))
        {
            session.Runner.Run(statement);
            if (session.Host.RequestedExit is not null || interruption.ExitCode is not null)
            {
                return;
            }
        }
    }
}
