using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>Where one instance of a local job stands.</summary>
/// <param name="Rank">Which instance.</param>
/// <param name="ScriptId">The process id of its script while that lives.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="ExitCode">The exit code; <see langword="null"/> while it runs, and when it ended without writing one down.</param>
/// <param name="Message">How it ended, in a sentence.</param>
internal sealed record InstanceState(int Rank, int? ScriptId, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? ExitCode, string Message)
{
    // A shell that is killed between creating a job and starting it leaves a job without a process.
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(30);

    public bool HasEnded => EndedAt is not null;

    public static InstanceState Observe(InstanceFolder folder, int rank, DateTimeOffset createdAt)
    {
        var process = folder.ReadProcess();
        if (Ended(folder, rank, process) is { } ended)
        {
            return ended;
        }

        if (process is not { } started)
        {
            return DateTimeOffset.UtcNow - createdAt < s_startTimeout
                ? new(rank, null, null, null, null, "")
                : new(rank, null, null, createdAt, null, "It never started: the shell that was starting it was ended first.");
        }

        if (started.Identity.IsAlive())
        {
            return new(rank, started.Identity.Id, started.StartedAt, null, null, "");
        }

        // It may have ended between the two looks.
        return Ended(folder, rank, process) ?? new(rank, null, started.StartedAt, folder.LastSign() ?? started.StartedAt, null, started.Identity.IsOfEarlierBoot
            ? "The machine was restarted while it ran."
            : "It ended without an exit code: the script that runs it was killed with it, or the disk was full.");
    }

    private static InstanceState? Ended(InstanceFolder folder, int rank, (ProcessIdentity Identity, DateTimeOffset StartedAt)? process) =>
        folder.ReadExit() is { } exit
            ? new(rank, null, process?.StartedAt, exit.At, exit.Code, Describe(exit.Code))
            : null;

    private static string Describe(int code) => code switch
    {
        0 => "",
        > 128 and <= 128 + 64 => $"It was killed by signal {(code - 128).ToString(CultureInfo.InvariantCulture)}{SignalName(code - 128)}.",
        _ => $"Its exit code is {code.ToString(CultureInfo.InvariantCulture)}.",
    };

    // Numbers that Linux and macOS share (signal(7)).
    private static string SignalName(int signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        14 => " (SIGALRM)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
