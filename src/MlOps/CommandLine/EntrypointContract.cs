using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps;

/// <summary>
/// The training contract where a provider cannot give a process its arguments: SageMaker's tuning starts the image's own <c>train</c> and writes hyperparameters into a file, all of them texts.
/// What the texts do not say is in environment variables, and <c>train</c> (<see cref="EntrypointScript"/>) makes the contract's arguments of both.
/// </summary>
public static class EntrypointContract
{
    private const string CommandName = "MLOPS_COMMAND";
    private const string ArgumentsName = "MLOPS_ARGUMENTS";
    private const string StyleName = "MLOPS_ARGUMENT_STYLE";
    private const string HyperparametersName = "MLOPS_HYPERPARAMETERS";
    private const string TextsName = "MLOPS_TEXT_HYPERPARAMETERS";

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Expands the placeholders in hyperparameters, so that nobody need do it again.</summary>
    /// <param name="hyperparameters">The hyperparameters.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The same, with texts that are rendered as they stand.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a placeholder or a type is wrong, or a text has a character that no argument can carry.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> Expand(IEnumerable<KeyValuePair<string, object?>> hyperparameters, string job, TrainingPaths paths)
    {
        ArgumentNullException.ThrowIfNull(hyperparameters);
        var placeholders = new Placeholders(job, paths);
        return [.. hyperparameters.Select(one => KeyValuePair.Create(one.Key, HyperparameterArguments.IsList(one.Value, out var list) ? list.Select(item => Expanded(one.Key, item)).ToArray() : Expanded(one.Key, one.Value)))];

        object? Expanded(string name, object? value) => value switch
        {
            null or bool => value,

            // A number's text stays a number's in a list.
            IFormattable and not Enum when HyperparameterText.Of(name, value) is var text && !text.Contains('{', StringComparison.Ordinal) => value,
            _ => placeholders.Expand(HyperparameterText.Of(name, value), $"Hyperparameter '{name}'"),
        };
    }

    /// <summary>Whether <c>train</c> has to be told that a value is a text as it stands, since its kept text looks like something else.</summary>
    /// <param name="value">The value, expanded.</param>
    /// <returns><see langword="true"/> when it has.</returns>
    public static bool IsDisguised(object? value)
    {
        if (value is null or bool || HyperparameterArguments.IsList(value, out _))
        {
            return false;
        }

        var text = HyperparameterText.Of("", value);
        return text.StartsWith('[') || (KeptHyperparameter.Read(text) is var read && (read is null or bool || (value is string && read as string != text)));
    }

    /// <summary>Writes a call into environment variables.</summary>
    /// <param name="call">The call, with every placeholder expanded.</param>
    /// <param name="longest">How many characters a variable's value may have; what is longer goes on in another one.</param>
    /// <returns>The variables: JSON arrays in <c>MLOPS_COMMAND</c>, <c>MLOPS_ARGUMENTS</c>, <c>MLOPS_HYPERPARAMETERS</c> and <c>MLOPS_TEXT_HYPERPARAMETERS</c>, further parts of one in <c>…_2</c>, <c>…_3</c>, and <c>MLOPS_ARGUMENT_STYLE</c>. What is empty is left out.</returns>
    public static IReadOnlyDictionary<string, string> Variables(EntrypointCall call, int longest)
    {
        ArgumentNullException.ThrowIfNull(call);
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(CommandName, call.Command);
        Add(HyperparametersName, call.Hyperparameters);
        Add(TextsName, call.Texts);
        Add(ArgumentsName, call.Arguments);
        if (call.Style != ArgumentStyle.Space)
        {
            variables[StyleName] = call.Style.ToString();
        }

        return variables;

        void Add(string name, IReadOnlyList<string> texts)
        {
            if (texts.Count > 0)
            {
                var number = 1;
                foreach (var part in Parts(Json(texts), longest))
                {
                    variables[PartName(name, number++)] = part;
                }
            }
        }
    }

    /// <summary>Reads a call back.</summary>
    /// <param name="variables">The environment of a training process.</param>
    /// <returns>The call; <see langword="null"/> when the variables hold none, or not one that can be read.</returns>
    public static EntrypointCall? Read(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (!variables.ContainsKey(CommandName) && !variables.ContainsKey(HyperparametersName) && !variables.ContainsKey(ArgumentsName))
        {
            return null;
        }

        var style = variables.GetValueOrDefault(StyleName) == nameof(ArgumentStyle.Equals) ? ArgumentStyle.Equals : ArgumentStyle.Space;
        return Texts(CommandName) is { } command && Texts(ArgumentsName) is { } arguments && Texts(HyperparametersName) is { } hyperparameters && Texts(TextsName) is { } texts
            ? new(command, arguments, style, hyperparameters, texts)
            : null;

        string[]? Texts(string name)
        {
            var json = new StringBuilder();
            for (var number = 1; variables.TryGetValue(PartName(name, number), out var part); number++)
            {
                json.Append(part);
            }

            try
            {
                return json.Length == 0 ? [] : [.. JsonDocument.Parse(json.ToString()).RootElement.EnumerateArray().Select(item => item.GetString()!)];
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>The value of a hyperparameter that was kept with a call, with placeholders for the job's folders.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">The hyperparameter's name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="job">The job's name.</param>
    /// <param name="paths">The job's folders on the provider.</param>
    /// <returns>The value.</returns>
    public static object? Value(EntrypointCall call, string name, string text, string job, TrainingPaths paths)
    {
        ArgumentNullException.ThrowIfNull(call);
        var placeholders = new Placeholders(job, paths);
        var value = call.Texts.Contains(name, StringComparer.Ordinal) ? text : KeptHyperparameter.Read(text);
        return value switch
        {
            string plain => placeholders.Collapse(plain),
            object?[] list => list.Select(item => item is string element ? placeholders.Collapse(element) : item).ToArray(),
            _ => value,
        };
    }

    private static string PartName(string name, int number) => number == 1 ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");

    private static string Json(IReadOnlyList<string> texts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_readable))
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<string> Parts(string text, int longest)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(longest, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            yield return text.Substring(start, length);
            start += length;
        }
    }
}
