using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MlOps.Providers.Local;

/// <summary>The processes of a job: whatever runs in the sessions of its instances, and on Linux also what left them, known by the marker that it inherited.</summary>
internal static partial class JobProcesses
{
    /// <summary>The environment variable that every process of a job carries.</summary>
    public const string MarkerVariable = "MLOPS_LOCAL_JOB_ID";

    public const int SIGTERM = 15;

    public const int SIGKILL = 9;

    /// <summary>Sends a signal to every process of the job but the scripts that will write down how it ended.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="scripts">The process ids of the scripts that live: of a dead one the id may be somebody else's by now.</param>
    /// <param name="signal">The signal's number.</param>
    public static void Signal(string jobId, IReadOnlyCollection<int> scripts, int signal)
    {
        foreach (var process in Find(jobId, scripts))
        {
            // One that ended since needs no signal.
            _ = Kill(process, signal);
        }
    }

    private static List<int> Find(string jobId, IReadOnlyCollection<int> scripts)
    {
        if (!OperatingSystem.IsLinux())
        {
            return FindByProcessGroup(scripts);
        }

        var marker = Encoding.UTF8.GetBytes($"{MarkerVariable}={jobId}");
        return
        [
            .. from folder in Directory.EnumerateDirectories("/proc")
               let id = int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var number) ? number : 0
               where id > 0 && id != Environment.ProcessId && !scripts.Contains(id)
               let stat = ProcStat.Read(id)
               where stat is { HasEnded: false } && (scripts.Contains(stat.Session) || CarriesMarker(folder, marker))
               select id,
        ];
    }

    private static bool CarriesMarker(string folder, byte[] marker)
    {
        try
        {
            var environment = File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan();
            for (var at = environment.IndexOf(marker); at >= 0;)
            {
                var end = at + marker.Length;
                if ((at == 0 || environment[at - 1] == 0) && (end == environment.Length || environment[end] == 0))
                {
                    return true;
                }

                var next = environment[end..].IndexOf(marker);
                at = next < 0 ? -1 : end + next;
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
            return false;
        }
    }

    private static List<int> FindByProcessGroup(IReadOnlyCollection<int> scripts)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-axo", "pid=,pgid="]) { RedirectStandardOutput = true })!;
        var table = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return
        [
            .. from line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
               where fields.Length == 2
               let id = int.Parse(fields[0], CultureInfo.InvariantCulture)
               where scripts.Contains(int.Parse(fields[1], CultureInfo.InvariantCulture)) && !scripts.Contains(id)
               select id,
        ];
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
