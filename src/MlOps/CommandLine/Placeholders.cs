using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Replaces <c>{input:NAME}</c>, <c>{output}</c>, <c>{model}</c>, <c>{checkpoints}</c>, <c>{tensorboard}</c> and <c>{job}</c> by what they stand for. Every other brace stays, so that JSON may be an argument; <c>{{output}}</c> stands for the text <c>{output}</c>.</summary>
internal sealed partial class Placeholders(TrainingSpec spec, TrainingPaths paths)
{
    /// <summary>Expands a text once: what a path brings in is not looked at again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for the message.</param>
    /// <returns>The text with the provider's own paths.</returns>
    /// <exception cref="MlOpsException">It names an input that there is none of.</exception>
    public string Expand(string text, string place) =>
        Pattern().Replace(text, match => match.Groups["literal"].Success
            ? match.Value[1..^1]
            : Value(match.Groups["name"].Value, match.Groups["channel"], place));

    private string Value(string name, Group channel, string place) => channel.Success
        ? paths.Inputs.TryGetValue(channel.Value, out var path)
            ? path
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"{place} names the input '{channel.Value}', and the job has {(paths.Inputs.Count == 0 ? "no inputs" : "only: " + string.Join(", ", paths.Inputs.Keys.Order(StringComparer.Ordinal)))}.",
                "Add it to -InputData, or write {{input:NAME}} to mean the text itself.",
                channel.Value)
        : name switch
        {
            "output" => paths.Output,
            "model" => paths.Model,
            "checkpoints" => paths.Checkpoints,
            "tensorboard" => paths.TensorBoard,
            _ => spec.Name,
        };

    [GeneratedRegex(@"(?<literal>\{\{(?:input:[^{}]+|output|model|checkpoints|tensorboard|job)\}\})|\{(?:input:(?<channel>[^{}]+)|(?<name>output|model|checkpoints|tensorboard|job))\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
