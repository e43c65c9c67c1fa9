using System.Buffers;
using System.Collections;
using System.Globalization;

namespace MlOps.Cmdlets.Formatting;

/// <summary>How values read on a screen. The format file calls it, so that a table, a list and a progress line say the same in every culture.</summary>
public static class DisplayText
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(" \t\r\n\"'");
    private static readonly string[] s_sizeUnits = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A span of time: <c>45.2 s</c>, from a minute on <c>1:23:45</c>.</summary>
    /// <param name="duration">The span; <see langword="null"/> for none.</param>
    /// <returns>The text; empty for none.</returns>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalMinutes: < 1 } span => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalSeconds * 10) / 10:0.0} s"),
        { } span => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalHours):0}:{span:mm\\:ss}"),
    };

    /// <summary>Where a job stands, with the provider's own word where it says more: <c>Running (Downloading)</c>.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The text.</returns>
    public static string Status(MlJob job) =>
        job.ProviderStatus.Length == 0 || job.ProviderStatus.Equals(job.Status.ToString(), StringComparison.OrdinalIgnoreCase) ? job.Status.ToString() : $"{job.Status} ({job.ProviderStatus})";

    /// <summary>A moment in the local time zone, as short as it can be told apart: <c>03-14 15:09</c> in this year, <c>2024-03-14</c> in another.</summary>
    /// <param name="time">The moment; <see langword="null"/> for none.</param>
    /// <returns>The text; empty for none.</returns>
    public static string ShortTime(DateTimeOffset? time) => time?.ToLocalTime() switch
    {
        null => "",
        { } local when local.Year == DateTimeOffset.Now.Year => local.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture),
        { } local => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>A moment in the local time zone, to the second: <c>2026-03-14 15:09:26</c>.</summary>
    /// <param name="time">The moment; <see langword="null"/> for none.</param>
    /// <returns>The text; empty for none.</returns>
    public static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number of bytes with three digits that count: <c>512 B</c>, <c>1.21 MiB</c>, <c>34.5 GiB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    /// <returns>The text.</returns>
    public static string Size(long bytes)
    {
        if (bytes < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        var unit = 0;
        var value = bytes / 1024.0;

        // Not 1024: 1023.7 would be written with four digits.
        while (value >= 999.5 && unit < s_sizeUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        var format = value switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {s_sizeUnits[unit]}";
    }

    /// <summary>The memory of a machine, always in the unit that machines are compared in: <c>1152 GiB</c>, <c>7.5 GiB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    /// <returns>The text; empty when there is none.</returns>
    public static string Memory(long bytes) =>
        bytes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.##} GiB");

    /// <summary>The accelerators of a machine: <c>8 × A100</c>.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>The text; empty when it has none.</returns>
    public static string Accelerators(MlInstance machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.AcceleratorCount == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{machine.AcceleratorCount} × {machine.Accelerator}");
    }

    /// <summary>A metric's value with four digits that count.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1000 and < 1e9 ? "0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>The last values of a job's metrics: <c>val_accuracy=0.941 val_loss=0.2134</c>.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The text; empty when there are none.</returns>
    public static string Metrics(MlJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return string.Join(' ', job.Metric.Select(metric => $"{metric.Key}={Number(metric.Value)}"));
    }

    /// <summary>What a job runs on: <c>ml.p4d.24xlarge ×2, 8 A100</c>.</summary>
    /// <param name="job">The job.</param>
    /// <returns>The text; empty when the provider names no machine.</returns>
    public static string Machine(MlJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var machines = job.InstanceCount > 1 ? string.Create(CultureInfo.InvariantCulture, $"{job.InstanceType} ×{job.InstanceCount}") : job.InstanceType;
        var accelerators = job.AcceleratorCount > 1 ? string.Create(CultureInfo.InvariantCulture, $"{job.AcceleratorCount} {job.Accelerator}") : job.Accelerator;
        return string.Join(", ", new[] { machines.Trim(), accelerators }.Where(part => part.Length > 0));
    }

    /// <summary>The arguments that make up a command line, each quoted where a reader could not tell where it ends.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The text.</returns>
    public static string CommandLine(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(argument =>
            argument.Length == 0 || argument.AsSpan().ContainsAny(s_quoted) ? $"'{argument.Replace("'", "''", StringComparison.Ordinal)}'" : argument));

    /// <summary>Names and values, one pair a line.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pairs">The pairs.</param>
    /// <returns>The text.</returns>
    public static string Pairs<T>(IEnumerable<KeyValuePair<string, T>> pairs) =>
        string.Join('\n', pairs.Select(pair => Value(pair.Value) is { Length: > 0 } value ? $"{pair.Key} = {value}" : $"{pair.Key} ="));

    /// <summary>Names and values on one line, for a table: <c>depth=3 loss=l2</c>.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="pairs">The pairs.</param>
    /// <returns>The text.</returns>
    public static string PairsInLine<T>(IEnumerable<KeyValuePair<string, T>> pairs) => string.Join(' ', pairs.Select(pair => $"{pair.Key}={Value(pair.Value)}"));

    /// <summary>The values of a range, without its conditions: <c>1E-05..0.1 log</c>.</summary>
    /// <param name="range">The range.</param>
    /// <returns>The text.</returns>
    public static string Range(MlRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return range.Choices.Count > 0 ? string.Join(", ", range.Choices.Select(choice => choice switch { null => "$null", "" => "''", _ => Value(choice) })) : (range with { When = new Dictionary<string, object?>() }).ToString();
    }

    /// <summary>The trials of a tuning job: <c>5 of 20 (1 running, 3 succeeded, 1 failed)</c>.</summary>
    /// <param name="job">The tuning job.</param>
    /// <returns>The text.</returns>
    public static string Trials(MlTuningJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        (int Count, string Word)[] parts = [(job.RunningTrials, "running"), (job.SucceededTrials, "succeeded"), (job.FailedTrials, "failed"), (job.StoppedTrials, "stopped"), (job.PrunedTrials, "pruned")];
        var started = parts.Sum(part => part.Count).ToString(CultureInfo.InvariantCulture);
        var head = job.MaxTrials is { } most ? string.Create(CultureInfo.InvariantCulture, $"{started} of {most}") : started;
        var states = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Word}")));
        return states.Length == 0 ? head : $"{head} ({states})";
    }

    /// <summary>A trial with the value of its objective: <c>tune-1-007-a1b2c3d4 (0.1234)</c>.</summary>
    /// <param name="trial">The trial; <see langword="null"/> for none.</param>
    /// <returns>The text; empty for none.</returns>
    public static string Trial(MlTrial? trial) => trial?.Value is { } value ? $"{trial.Name} ({Number(value)})" : trial?.Name ?? "";

    private static string Value(object? value) => value switch
    {
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Value)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Who wrote a line of a log: the job, and the machine where it is not the only or the first one.</summary>
    /// <param name="line">The line.</param>
    /// <returns><c>digits-1</c>, <c>digits-1/algo-2</c>.</returns>
    public static string Writer(MlLogEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Instance is "" or "0" ? line.JobName : $"{line.JobName}/{line.Instance}";
    }

    /// <summary>The time of day of a line of a log, in the local time zone.</summary>
    /// <param name="line">The line.</param>
    /// <returns><c>15:09:26.535</c>.</returns>
    public static string Clock(MlLogEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }
}
