namespace MlOps.Providers.Vertex.Trials;

/// <summary>
/// The script around a trial's command. Vertex AI hands a trial its parameters as arguments in a form of its own and wants its metric in a file, for which training code needs a library of Google's; with
/// the script it needs neither: see <c>trial.sh</c> and <c>trial.awk</c>. It is the same for every job: what differs is in variables and arguments, which no shell reads.
/// </summary>
internal static class TrialScript
{
    // By these two a job's command is told from what MlOps put before it, whatever version did.
    private const string Shell = "/bin/sh";
    private const string Mark = "mlops-trial";

    private static readonly Lazy<string> s_text = new(() => Short("trial.sh").Replace("AWK", Awk, StringComparison.Ordinal));

    /// <summary>The script, without its comments.</summary>
    public static string Text => s_text.Value;

    /// <summary>The part of it that awk carries out.</summary>
    public static string Awk => Short("trial.awk");

    /// <summary>The command that runs a trial's own.</summary>
    /// <param name="command">The trial's own command.</param>
    public static IReadOnlyList<string> Before(IReadOnlyList<string> command) => [Shell, "-c", Text, Mark, .. command];

    /// <summary>Takes the script off a command.</summary>
    /// <param name="command">A command.</param>
    /// <returns>The trial's own command, which is the same when it has no script.</returns>
    public static IReadOnlyList<string> Split(IReadOnlyList<string> command) => command is [Shell, "-c", _, Mark, ..] ? [.. command.Skip(4)] : command;

    private static string Short(string name)
    {
        using var reader = new StreamReader(typeof(TrialScript).Assembly.GetManifestResourceStream(name)!);
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
    }
}
