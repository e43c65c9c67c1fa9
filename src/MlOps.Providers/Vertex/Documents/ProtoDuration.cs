using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex.Documents;

/// <summary>Durations as the JSON mapping of proto3 writes them: seconds with an s, <c>3600s</c> or <c>1.5s</c>.</summary>
internal sealed class ProtoDuration : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        if (!text.EndsWith('s') || !decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new JsonException($"'{text}' is no duration.");
        }

        // The type of the wire reaches further than ours: ten thousand years.
        const decimal most = long.MaxValue / TimeSpan.TicksPerSecond;
        return TimeSpan.FromTicks((long)(Math.Clamp(seconds, -most, most) * TimeSpan.TicksPerSecond));
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / (decimal)TimeSpan.TicksPerSecond:0.#######}s"));
}
