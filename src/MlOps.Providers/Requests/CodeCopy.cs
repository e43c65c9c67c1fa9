namespace MlOps.Providers.Requests;

/// <summary>
/// Runs a command in a copy of the job's code that it may write to. Where a cloud shows the code itself, writing is not allowed, or slow and seen by other jobs, and Python writes beside what it
/// imports.
/// </summary>
internal static class CodeCopy
{
    /// <summary>How many elements of a command the copying takes.</summary>
    public const int Elements = 4;

    // What older and newer versions have in common: by these two a job's command is told from what MlOps put before it.
    private const string Begin = """mkdir -p /tmp/mlops-code && cp -R "$0/." /tmp/mlops-code && cd /tmp/mlops-code && """;
    private const string End = "exec \"$@\"";

    // Neither S3 nor Cloud Storage keeps which files may be executed. A list of those that may would not fit into an argument of SageMaker's, and a job that is started again has but the address
    // of its code: so all of them may.
    private const string Script = $"{Begin}chmod -R u+rwx . && {End}";

    /// <summary>The command that copies the code and becomes the job's own one. That is no part of the script but its arguments, which no shell reads: each reaches the program as it is.</summary>
    /// <param name="folder">Where the container sees the code.</param>
    /// <param name="command">The job's own command.</param>
    public static IReadOnlyList<string> Before(IReadOnlyList<string> command, string folder) => ["/bin/sh", "-c", Script, folder, .. command];

    /// <summary>Takes the copying off a command.</summary>
    /// <param name="command">A container's command.</param>
    /// <returns>The job's own command, and where the container sees the code; <see langword="null"/> for the folder of a command that copies none.</returns>
    public static (IReadOnlyList<string> Command, string? Folder) Split(IReadOnlyList<string> command) =>
        command is ["/bin/sh", "-c", var script, var folder, ..] && script.StartsWith(Begin, StringComparison.Ordinal) && script.EndsWith(End, StringComparison.Ordinal)
            ? ([.. command.Skip(Elements)], folder)
            : (command, null);
}
