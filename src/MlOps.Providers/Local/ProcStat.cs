using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c> (proc_pid_stat(5)).</summary>
/// <param name="Parent">The parent's id.</param>
/// <param name="Session">The session's id.</param>
/// <param name="Start">When it started, in clock ticks since the system did.</param>
/// <param name="HasEnded">Whether it is only waiting for its parent to take its exit code.</param>
internal sealed record ProcStat(int Parent, int Session, string Start, bool HasEnded)
{
    public static ProcStat? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");

            // The program's name stands in parentheses and may itself hold blanks and parentheses.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                fields[19],
                fields[0] is "Z" or "X");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked: "No such process" comes as an IOException too.
            return null;
        }
    }
}
