namespace MlOps.Shell.CommandLine;

/// <summary>The command line is not one that the shell understands. The message is the one sentence for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);
