using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>The folder of one instance of a local job: what its script wrote down, and its log.</summary>
internal sealed class InstanceFolder(string path)
{
    public string Path { get; } = path;

    public string StandardOutput => System.IO.Path.Combine(Path, "stdout.log");

    public string StandardError => System.IO.Path.Combine(Path, "stderr.log");

    /// <summary>When how much of the two logs was there: see <see cref="LogTimes"/>.</summary>
    public string Times => System.IO.Path.Combine(Path, "times.log");

    private string ProcessFile => System.IO.Path.Combine(Path, "process");

    private string ExitFile => System.IO.Path.Combine(Path, "exit");

    /// <summary>The process of the instance's script, and when it started; <see langword="null"/> before it has written itself down.</summary>
    public (ProcessIdentity Identity, DateTimeOffset StartedAt)? ReadProcess() =>
        ReadLines(ProcessFile) is [var pid, var start, var boot, ..] && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
            ? (new ProcessIdentity(id, start, boot), File.GetLastWriteTimeUtc(ProcessFile))
            : null;

    /// <summary>The process id of the training code itself; <see langword="null"/> before it has started.</summary>
    public int? ReadProgramId() =>
        ReadLines(System.IO.Path.Combine(Path, "pid")) is [var pid, ..] && int.TryParse(pid, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The exit code and when it was written; <see langword="null"/> while there is none.</summary>
    public (int Code, DateTimeOffset At)? ReadExit() =>
        ReadLines(ExitFile) is [var code, ..] && int.TryParse(code, CultureInfo.InvariantCulture, out var value)
            ? (value, File.GetLastWriteTimeUtc(ExitFile))
            : null;

    /// <summary>When the instance was last heard of: for one that ended without a word.</summary>
    public DateTimeOffset? LastSign()
    {
        var signs = new[] { StandardOutput, StandardError, ProcessFile }.Where(File.Exists).Select(File.GetLastWriteTimeUtc).ToList();
        return signs.Count == 0 ? null : signs.Max();
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
