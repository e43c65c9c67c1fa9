using System.Text.Json;

namespace MlOps.Providers.Vertex.Trials;

/// <summary>How the script finds the objective and writes it down, as a text that it reads: the line of the file with its places, then the steps of the pattern.</summary>
internal static class TrialMetric
{
    /// <summary>Writes that text.</summary>
    /// <param name="metric">The objective.</param>
    /// <param name="pattern">How it is read.</param>
    /// <returns>The text.</returns>
    /// <exception cref="UntranslatablePatternException">The pattern has something that the script cannot do.</exception>
    public static string Of(string metric, MetricPattern pattern) => string.Join('\n', [Line(metric), .. PatternProgram.Of(pattern)]);

    /// <summary>The line as Google's <c>cloudml-hypertune</c> writes it, its members in order; behind a tab, what is filled in: the step, the value, the time, the trial.</summary>
    private static string Line(string metric)
    {
        (string Name, string Value)[] members =
        [
            ("checkpoint_path", "\"\""),
            ("global_step", "\"\tS\t\""),
            ("timestamp", "\tT\t"),
            ("trial", "\"\tI\t\""),
            (metric, "\"\tV\t\""),
        ];
        return $"{{{string.Join(", ", members.OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"\"{JsonEncodedText.Encode(member.Name)}\": {member.Value}"))}}}";
    }
}
