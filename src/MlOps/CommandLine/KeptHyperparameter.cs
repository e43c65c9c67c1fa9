using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps;

/// <summary>The text by which a provider that knows texts only keeps a hyperparameter beside the arguments, and what such a text can mean.</summary>
public static class KeptHyperparameter
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value: a text as it is, a switch as <c>true</c> or <c>false</c>, a list as a JSON array, nothing as <c>null</c>, anything else as it is rendered.</summary>
    /// <param name="name">The hyperparameter's name, for the error.</param>
    /// <param name="value">The value.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: the value's type has no form as an argument.</exception>
    public static string Write(string name, object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        IEnumerable list and not (string or IDictionary) => WriteList(name, list),
        _ => HyperparameterText.Of(name, value),
    };

    /// <summary>Reads a text that nothing but itself explains, such as one that another program wrote: numbers, switches, lists of them and quoted texts as JSON has them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value; the text itself when it is nothing else.</returns>
    public static object? Read(string text) =>
        text.Length > 1 && text[0] == '"' && TryParse(text, out var quoted) ? quoted : Literal(text, out var value) ? value : text;

    /// <summary>What a text that stands for itself, a number, a switch, a list or nothing can mean, but for the text itself.</summary>
    internal static bool Literal(string text, out object? value)
    {
        switch (text)
        {
            case "":
                value = null;
                return false;
            case "null":
                value = null;
                return true;
            case "true" or "false":
                value = text == "true";
                return true;
        }

        value = HyperparameterNumber.Read(text);
        return value is not null || ((text[0] is '[' or '-' || char.IsAsciiDigit(text[0])) && TryParse(text, out value));
    }

    private static bool TryParse(string text, out object? value)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            value = OfElement(document.RootElement, lists: true);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    private static object? OfElement(JsonElement element, bool lists) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => HyperparameterNumber.Read(element.GetRawText()) ?? element.GetDouble(),
        JsonValueKind.Array when lists => element.EnumerateArray().Select(item => OfElement(item, lists: false)).ToArray(),
        _ => throw new JsonException("A hyperparameter is a scalar, or a list of scalars."),
    };

    private static string WriteList(string name, IEnumerable list)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_readable))
        {
            writer.WriteStartArray();
            foreach (var item in list)
            {
                WriteItem(writer, name, item);
            }

            writer.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteItem(Utf8JsonWriter writer, string name, object? item)
    {
        switch (item)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                // Half of a surrogate pair has no form in JSON.
                writer.WriteStringValue(ProcessText.Check(text, $"Hyperparameter '{name}'"));
                break;
            default:
                var rendered = HyperparameterText.Of(name, item);
                if (item is IFormattable and not (Enum or DateTime or DateTimeOffset) && HyperparameterNumber.Read(rendered) is not null)
                {
                    writer.WriteRawValue(rendered);
                }
                else
                {
                    writer.WriteStringValue(rendered);
                }

                break;
        }
    }
}
