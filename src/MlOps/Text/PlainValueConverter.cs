using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps;

/// <summary>Hyperparameters and options as JSON: scalars, lists and tables. What JSON has no form for is written as it would be rendered as an argument.</summary>
public sealed class PlainValueConverter : JsonConverter<object?>
{
    /// <inheritdoc/>
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var integer) => integer,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.StartArray => ReadList(ref reader, typeToConvert, options),
        JsonTokenType.StartObject => ReadTable(ref reader, typeToConvert, options),
        _ => throw new JsonException("A value is neither a scalar nor a list nor a table."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IReadOnlyDictionary<string, object?> table:
                writer.WriteStartObject();
                foreach (var (name, item) in table)
                {
                    writer.WritePropertyName(name);
                    Write(writer, item, options);
                }

                writer.WriteEndObject();
                break;
            case System.Collections.IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, options);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(HyperparameterText.Of("", value));
                break;
        }
    }

    private List<object?> ReadList(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var list = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(Read(ref reader, type, options));
        }

        return list;
    }

    private OrderedDictionary<string, object?> ReadTable(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var table = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            table[name] = Read(ref reader, type, options);
        }

        return table;
    }
}
