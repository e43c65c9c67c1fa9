using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.Shell.Commands.Json;

/// <summary>Writes objects as JSON the way PowerShell shapes them: tables and objects by their properties, what lies too deep as text.</summary>
internal sealed class JsonWriter(int depth, bool compress, bool enumsAsStrings)
{
    /// <summary>Whether something lay too deep.</summary>
    public bool WasTruncated { get; private set; }

    /// <summary>Writes a value.</summary>
    public string Write(object? value)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = !compress, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = Environment.NewLine };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            Write(writer, value, level: 0);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter writer, object? value, int level)
    {
        var wrapped = value as PSObject;
        var plain = wrapped?.BaseObject ?? value;
        switch (plain)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                break;
            case string or char or Guid or Uri or Version:
                writer.WriteStringValue(plain.ToString());
                break;
            case DateTime or DateTimeOffset:
                WriteLiteral(writer, JsonSerializer.Serialize(plain));
                break;
            case Enum when enumsAsStrings:
                writer.WriteStringValue(plain.ToString());
                break;
            case Enum number:
                WriteLiteral(writer, number.ToString("D"));
                break;
            case double or float:
                WriteFloat(writer, Convert.ToDouble(plain, CultureInfo.InvariantCulture), ((IFormattable)plain).ToString("R", CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                WriteLiteral(writer, ((IFormattable)plain).ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                WriteStructure(writer, wrapped ?? PSObject.AsPSObject(plain), level);
                break;
        }
    }

    private void WriteStructure(Utf8JsonWriter writer, PSObject value, int level)
    {
        if (level > depth)
        {
            WasTruncated = true;
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
        }
        else if (value.BaseObject is IDictionary table)
        {
            writer.WriteStartObject();
            foreach (DictionaryEntry entry in table)
            {
                writer.WritePropertyName(entry.Key.ToString()!);
                Write(writer, entry.Value, level + 1);
            }

            writer.WriteEndObject();
        }
        else if (value.BaseObject is IEnumerable items)
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                Write(writer, item, level + 1);
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteProperties(writer, value, level);
        }
    }

    private void WriteProperties(Utf8JsonWriter writer, PSObject value, int level)
    {
        writer.WriteStartObject();
        foreach (var property in value.Properties.Where(p => p.IsGettable && p.MemberType != PSMemberTypes.PropertySet))
        {
            object? content;
            try
            {
                content = property.Value;
            }
            catch (GetValueException)
            {
                // A getter that throws has no value to write.
                content = null;
            }

            writer.WritePropertyName(property.Name);
            Write(writer, content, level + 1);
        }

        writer.WriteEndObject();
    }

    // The writer's own raw values are not indented within a list.
    private static void WriteLiteral(Utf8JsonWriter writer, string json)
    {
        using var document = JsonDocument.Parse(json);
        document.RootElement.WriteTo(writer);
    }

    // JSON has no infinity; and a float that happens to be whole stays a float.
    private static void WriteFloat(Utf8JsonWriter writer, double value, string text)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteStringValue(text);
            return;
        }

        WriteLiteral(writer, text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}
