using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Reads a metric out of log lines by a regular expression.</summary>
public sealed partial class MetricPattern
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    /// <summary>Makes a pattern.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="pattern">The regular expression. Its group <c>value</c>, else its first group, is the value; groups <c>step</c> and <c>epoch</c> are the step and the epoch.</param>
    /// <exception cref="MlOpsException">The expression is not one, or has no group.</exception>
    public MetricPattern(string name, string pattern)
    {
        Name = name;
        Pattern = pattern;
        _regex = Compile(name, pattern);
        if (_regex.GetGroupNumbers().Length < 2)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"The pattern '{pattern}' of the metric '{name}' has no group for the value.",
                @"Put the number in parentheses, as in 'val_loss=(\S+)'.",
                pattern);
        }
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>The regular expression.</summary>
    public string Pattern { get; }

    /// <summary>Finds the metric in a line. What its group holds and is no number is passed over.</summary>
    /// <param name="line">The line.</param>
    /// <returns>A point for each match.</returns>
    /// <exception cref="MlOpsException">The expression takes too long on this line.</exception>
    public IEnumerable<MlMetricPoint> Match(MlLogEvent line)
    {
        MatchCollection matches;
        try
        {
            matches = _regex.Matches(line.Message);
            _ = matches.Count;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The pattern '{Pattern}' of the metric '{Name}' takes more than a second on one line of {line.Message.Length} characters.", "Write it without nested repetitions.", Pattern, e);
        }

        foreach (Match match in matches)
        {
            var group = match.Groups["value"] is { Success: true } named ? named : match.Groups[1];
            if (ParseValue(group.ValueSpan) is { } value)
            {
                yield return new()
                {
                    Provider = line.Provider,
                    JobName = line.JobName,
                    Name = Name,
                    Time = line.Time,
                    Instance = line.Instance,
                    Value = value,
                    Step = ParseCount(match.Groups["step"]) ?? ParseCount(StepPattern().Match(line.Message).Groups[1]),
                    Epoch = ParseCount(match.Groups["epoch"]) ?? ParseCount(EpochPattern().Match(line.Message).Groups[1]),
                };
            }
        }
    }

    private static Regex Compile(string name, string pattern)
    {
        try
        {
            // Linear in the line's length, whatever the pattern. It knows no look-around and no back-references.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, s_matchTimeout);
        }
        catch (ArgumentException e)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The pattern '{pattern}' of the metric '{name}' is not a regular expression: {e.Message}", "Mend the pattern.", pattern, e);
        }
    }

    private static double? ParseValue(ReadOnlySpan<char> text) => text.Trim().TrimEnd(",;:").TrimEnd('.') switch
    {
        var number when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        var word => Word(word.TrimStart('+')),
    };

    // As Python and C print what is not a number.
    private static double? Word(ReadOnlySpan<char> text) =>
        text.Equals("nan", StringComparison.OrdinalIgnoreCase) || text.Equals("-nan", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : text.Equals("inf", StringComparison.OrdinalIgnoreCase) || text.Equals("infinity", StringComparison.OrdinalIgnoreCase) ? double.PositiveInfinity
        : text.Equals("-inf", StringComparison.OrdinalIgnoreCase) || text.Equals("-infinity", StringComparison.OrdinalIgnoreCase) ? double.NegativeInfinity
        : null;

    private static long? ParseCount(Group group) =>
        group.Success && long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    // step=12, global_step: 12, Step 12/100, [step 12], "step": 12
    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:global[_ ]?|train[_ ]?)?steps?[""']?\s*[=:#\[(]?\s*(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"(?<![A-Za-z0-9])epochs?[""']?\s*[=:#\[(]?\s*(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EpochPattern();
}
