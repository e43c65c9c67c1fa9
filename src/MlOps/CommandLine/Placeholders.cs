using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Replaces the placeholders of one job by its folders.</summary>
internal sealed partial class Placeholders
{
    private readonly string _job;
    private readonly TrainingPaths _paths;

    public Placeholders(string job, TrainingPaths paths)
    {
        foreach (var channel in paths.Inputs.Keys)
        {
            // Such a channel could never be named in a placeholder.
            if (!ChannelName().IsMatch(channel))
            {
                throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"'{TerminalText.Clean(channel)}' cannot be the name of an input channel.",
                    "Use letters, digits, dots, hyphens and underscores.",
                    channel);
            }
        }

        _job = job;
        _paths = paths;
    }

    /// <summary>Expands a text in one pass: what is put in is not looked at again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, to begin a sentence with.</param>
    /// <returns>The text for the process.</returns>
    public string Expand(string text, string place)
    {
        ProcessText.Check(text, place);
        return text.Contains('{', StringComparison.Ordinal)
            ? ProcessText.Check(Placeholder().Replace(text, match => Replace(match, place)), place)
            : text;
    }

    private string Replace(Match match, string place) => match.Groups["name"] switch
    {
        { Success: false } => match.Value[1..^1],
        { Value: "output" } => _paths.Output,
        { Value: "model" } => _paths.Model,
        { Value: "checkpoints" } => _paths.Checkpoints,
        { Value: "tensorboard" } => _paths.TensorBoard,
        { Value: "job" } => _job,
        _ => Channel(match.Groups["channel"].Value, place),
    };

    private string Channel(string channel, string place) =>
        _paths.Inputs.TryGetValue(channel, out var path)
            ? path
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"{place} names the input channel '{TerminalText.Clean(channel)}', which the job does not have.",
                _paths.Inputs.Count == 0
                    ? "The job has no input channel: give it one, or write {{input:…}} for the text itself."
                    : $"The job's channels are: {string.Join(", ", _paths.Inputs.Keys.Order(StringComparer.Ordinal))}.",
                channel);

    // The longer form comes first: {{output}} is text, also inside of further braces. A channel's name has neither braces, quotes nor white space,
    // so that {input: 1} of a YAML or JavaScript argument is left alone.
    [GeneratedRegex("""\{\{(?:input:[^{}\s"']*|output|model|checkpoints|tensorboard|job)\}\}|\{(?<name>input:(?<channel>[^{}\s"']*)|output|model|checkpoints|tensorboard|job)\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("""\A[^{}\s"'\p{C}]+\z""", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelName();
}
