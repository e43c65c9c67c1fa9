using System.Text;

namespace MlOps;

/// <summary>How the objective of a search is read from the log of a trial when nobody says how.</summary>
public static class ObjectivePattern
{
    // What may stand before the name is no part of another name: best_val_loss, val/loss and val.loss are metrics of their own.
    private const string Before = @"(?:^|[^A-Za-z0-9_./-])";

    // An equals sign, a colon, or white space alone; a quotation mark before it, as JSON and Python have it.
    private const string Between = @"[""']?(?:[ \t]*[=:][ \t]*|[ \t]+)";

    private const string Number = @"([-+]?(?:[0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?))";

    /// <summary>
    /// Makes a pattern of the name of a metric. It reads <c>val_loss=0.31</c>, <c>val_loss: 3.1e-2</c>, <c>"val_loss": 0.31</c> and <c>val_loss 0.31</c>, also where the value is no number or
    /// infinite, and not <c>best_val_loss=0.31</c>. It has nothing in it that POSIX could not say, but for groups that do not capture and <c>\t</c>.
    /// </summary>
    /// <param name="metric">The metric's name.</param>
    /// <returns>The regular expression, whose one group is the value.</returns>
    public static string Of(string metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var pattern = new StringBuilder(Before);
        foreach (var c in metric)
        {
            if (@"\.[]{}()*+?|^$".Contains(c, StringComparison.Ordinal))
            {
                pattern.Append('\\');
            }

            pattern.Append(c);
        }

        return pattern.Append(Between).Append(Number).ToString();
    }

    /// <summary>The patterns of a search, with one for its objective.</summary>
    /// <param name="metric">The name of the objective.</param>
    /// <param name="given">The patterns that its user gave by name; empty for none.</param>
    /// <param name="canAdd">Whether one may be made for the objective though there are others: they came with a job that was started before, and not for this search.</param>
    /// <returns>The patterns, and whether that of the objective was made of its name.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: patterns were given, and none is the objective's; or one of them cannot be used.</exception>
    public static (IReadOnlyDictionary<string, string> Patterns, bool IsMade) Choose(string metric, IReadOnlyDictionary<string, string> given, bool canAdd)
    {
        ArgumentNullException.ThrowIfNull(given);
        MetricChoice.Compile(given);
        if (given.ContainsKey(metric))
        {
            return (given, false);
        }

        if (given.Count > 0 && !canAdd)
        {
            var nearest = NearestName.Find(metric, given.Keys);
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"-MetricPattern has no pattern for the objective '{TerminalText.Clean(metric)}'.",
                nearest is null ? "Add one, or leave -MetricPattern out: then it is found by its name." : $"Did you mean '{TerminalText.Clean(nearest)}'?",
                metric);
        }

        var made = Of(metric);
        _ = new MetricPattern(metric, made);
        return (new OrderedDictionary<string, string>(given, StringComparer.Ordinal) { [metric] = made }, true);
    }
}
