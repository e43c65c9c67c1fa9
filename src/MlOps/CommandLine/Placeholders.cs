using System.Text;
using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>Replaces the placeholders of one job by its folders, and its folders by placeholders.</summary>
internal sealed partial class Placeholders
{
    private readonly string _job;
    private readonly TrainingPaths _paths;
    private (string Path, string Placeholder)[]? _folders;

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

    /// <summary>The inverse of <see cref="Expand"/>: puts placeholders in the place of the job's folders, and keeps as text what looks like one.</summary>
    /// <remarks>What it gives expands to the text that it was made of, whatever that was. The job's name stays: it can be any word.</remarks>
    /// <param name="text">The text that the process got.</param>
    /// <returns>A text that stands for the same on another provider.</returns>
    public string Collapse(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal))
        {
            return text;
        }

        var collapsed = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            if (text[position] == '{' && Single().Match(text, position) is { Success: true, Length: var length })
            {
                collapsed.Append('{').Append(text, position, length).Append('}');
                position += length;
            }
            else if (FolderAt(text, position) is { } folder)
            {
                collapsed.Append(folder.Placeholder);
                position += folder.Path.Length;
            }
            else
            {
                collapsed.Append(text[position++]);
            }
        }

        return collapsed.ToString();
    }

    private (string Path, string Placeholder)? FolderAt(string text, int position)
    {
        // A path is one of ours only where it is not a part of another, as in s3://bucket/opt/ml/model. In a compiler's -I/opt/… it is none.
        if (position > 0
            && (char.IsLetterOrDigit(text[position - 1]) || text[position - 1] is '.' or '_' or '-' or '~' or '/' or '\\')
            && !(position == 2 && text[0] == '-' && char.IsAsciiLetter(text[1]))
            && !text.AsSpan(0, position).EndsWith("file://", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var folder in _folders ??= Folders())
        {
            var end = position + folder.Path.Length;
            if (string.CompareOrdinal(text, position, folder.Path, 0, folder.Path.Length) != 0
                || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-')))
            {
                continue;
            }

            // Between braces it has to stay: {{model}} would be text.
            return position > 0 && text[position - 1] == '{' && end < text.Length && text[end] == '}' ? null : folder;
        }

        return null;
    }

    /// <summary>The longest first: one folder can be inside of another.</summary>
    private (string Path, string Placeholder)[] Folders() =>
    [
        .. _paths.Inputs.Select(channel => (Path: channel.Value, Placeholder: $"{{input:{channel.Key}}}"))
            .Append((Path: _paths.Output, Placeholder: "{output}"))
            .Append((Path: _paths.Model, Placeholder: "{model}"))
            .Append((Path: _paths.Checkpoints, Placeholder: "{checkpoints}"))
            .Append((Path: _paths.TensorBoard, Placeholder: "{tensorboard}"))
            .Where(folder => folder.Path.Length > 0)
            .OrderByDescending(folder => folder.Path.Length),
    ];

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

    [GeneratedRegex("""\G\{(?:input:[^{}\s"']*|output|model|checkpoints|tensorboard|job)\}""", RegexOptions.CultureInvariant)]
    private static partial Regex Single();

    [GeneratedRegex("""\A[^{}\s"'\p{C}]+\z""", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelName();
}
