using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>A process, told apart from every other that had or will have its id: by when it started, and in which run of the system.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Start">When it started, in the system's own form.</param>
/// <param name="Boot">The run of the system.</param>
internal sealed record ProcessIdentity(int Id, string Start, string Boot)
{
    private static readonly Lazy<string> s_boot = new(ReadBoot);

    /// <summary>Names the running system: another one after every start of the machine.</summary>
    public static string CurrentBoot => s_boot.Value;

    /// <summary>Whether the machine was restarted since.</summary>
    public bool IsOfEarlierBoot => Boot != CurrentBoot;

    /// <summary>Whether this very process runs now. One that has ended and only waits to be collected does not.</summary>
    public bool IsAlive() => !IsOfEarlierBoot && ReadStart(Id) == Start;

    private static string? ReadStart(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Ask("ps", "-o", "lstart=", "-p", id.ToString(CultureInfo.InvariantCulture));
        }

        return ProcStat.Read(id) is { HasEnded: false } stat ? stat.Start : null;
    }

    private static string ReadBoot() =>
        OperatingSystem.IsLinux()
            ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()
            : Ask("sysctl", "-n", "kern.bootsessionuuid") ?? "";

    private static string? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return answer.Length > 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
