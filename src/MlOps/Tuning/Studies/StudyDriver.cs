using System.Globalization;

namespace MlOps;

/// <summary>The process that runs a study.</summary>
/// <param name="Process">Its id.</param>
/// <param name="Host">The machine that it runs on.</param>
/// <param name="Since">When it began.</param>
public sealed record StudyDriver(int Process, string Host, DateTimeOffset Since)
{
    /// <summary>This very process.</summary>
    public static StudyDriver Current => new(System.Environment.ProcessId, System.Environment.MachineName, DateTimeOffset.UtcNow);

    /// <summary>The process in a sentence.</summary>
    /// <returns><c>process 123 on host since 2026-11-23 19:00:00Z</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Process} on {TerminalText.Clean(Host)} since {Since.UtcDateTime:u}");
}
