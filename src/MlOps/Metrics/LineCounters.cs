using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>The step and the epoch that a line of a log names in one of the usual ways: <c>step=12</c>, <c>global_step: 12</c>, <c>Epoch [3/10]</c>, <c>"epoch": 3</c>.</summary>
internal static partial class LineCounters
{
    // A whole word, what may stand between, and a whole number: not the 0 of 0.5, but 3.0, as some loggers write a count. White space is
    // bounded, because a line of it must not make the search slow.
    private const string Before = @"(?<!\w)";
    private const string Number = """["']?\s{0,3}[:=]?\s{0,3}[\[(#]?\s{0,3}(?<number>[0-9]+)(?:\.0+)?(?![\w%]|\.[0-9])""";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>The first step on the line; <see langword="null"/> when it names none.</summary>
    public static long? Step(string line) => First(StepPattern(), line);

    /// <summary>The first epoch on the line; <see langword="null"/> when it names none.</summary>
    public static long? Epoch(string line) => First(EpochPattern(), line);

    private static long? First(Regex pattern, string line) =>
        long.TryParse(pattern.Match(line).Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(Before + "(?:global_)?step" + Number, Options)]
    private static partial Regex StepPattern();

    [GeneratedRegex(Before + "epoch" + Number, Options)]
    private static partial Regex EpochPattern();
}
