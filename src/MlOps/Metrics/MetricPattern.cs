using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>How one metric is read from the lines of a log: by a .NET regular expression whose group is the value.</summary>
/// <remarks>
/// The group named <c>value</c> is the value, else the first group. Groups named <c>step</c> and <c>epoch</c> give the step and the epoch; without them both are taken from
/// where the same line names them, as in <c>step=12</c>, <c>"epoch": 3</c> or <c>Epoch [3/10]</c>.
/// </remarks>
public sealed class MetricPattern
{
    private const string NamedValue = "value";
    private const string StepGroup = "step";
    private const string EpochGroup = "epoch";

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    /// <summary>Takes a metric's name and pattern.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="pattern">The regular expression. Its time is linear in the line, but with look-around or back-references, which are given one second a line.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the name is empty, or the pattern is no regular expression or has no group for the value.</exception>
    public MetricPattern(string name, string pattern)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The metric that '{TerminalText.Clean(pattern)}' reads has no name.", "Give it a name.", pattern);
        }

        Name = name;
        Pattern = pattern;
        _regex = Compile(name, pattern);
        ValueGroup = ChooseValue(_regex) ?? throw Refused(name, pattern, "has no group for the value", "Put the value in parentheses: val_loss=([\\d.]+)");
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>The regular expression as it was given.</summary>
    public string Pattern { get; }

    /// <summary>The name of the group that is the value; the number of one that has no name.</summary>
    public string ValueGroup { get; }

    /// <summary>Reads the metric from one line.</summary>
    /// <param name="line">The line.</param>
    /// <returns>A point for each match whose value is a number.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the pattern took over a second on this line.</exception>
    public IReadOnlyList<MlMetricPoint> Match(MlLogEvent line)
    {
        try
        {
            List<MlMetricPoint>? points = null;
            for (var match = _regex.Match(line.Message); match.Success; match = match.NextMatch())
            {
                if (MetricNumber.TryParse(match.Groups[ValueGroup].ValueSpan, out var value))
                {
                    (points ??= []).Add(Point(line, match, value));
                }
            }

            return points ?? [];
        }
        catch (RegexMatchTimeoutException e)
        {
            throw Refused(Name, Pattern, $"took over {MatchTimeout.TotalSeconds} s on one line", "Write it without nested repetition, look-around and back-references.", e);
        }
    }

    private MlMetricPoint Point(MlLogEvent line, Match match, double value) => new()
    {
        Provider = line.Provider,
        JobName = line.JobName,
        Name = Name,
        Step = Counter(match.Groups[StepGroup]) ?? LineCounters.Step(line.Message),
        Epoch = Counter(match.Groups[EpochGroup]) ?? LineCounters.Epoch(line.Message),
        Time = line.Time,
        Instance = line.Instance,
        Value = value,
    };

    private static long? Counter(Group group) =>
        long.TryParse(group.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Regex Compile(string name, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException e)
        {
            throw Refused(name, pattern, "is no regular expression", e.Message, e);
        }
    }

    private static string? ChooseValue(Regex regex)
    {
        var groups = regex.GetGroupNames();
        return groups.Contains(NamedValue) ? NamedValue : groups.Skip(1).FirstOrDefault(group => group is not (StepGroup or EpochGroup));
    }

    private static MlOpsException Refused(string name, string pattern, string fault, string action, Exception? cause = null) =>
        new(ErrorCode.InvalidArgument, $"The pattern '{TerminalText.Clean(pattern)}' of the metric '{TerminalText.Clean(name)}' {fault}.", action, name, cause);
}
