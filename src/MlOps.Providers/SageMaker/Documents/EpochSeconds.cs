using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Providers.SageMaker.Documents;

/// <summary>Times as AWS JSON writes them: seconds since 1970, with the fraction behind the point.</summary>
internal sealed class EpochSeconds : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // As a decimal: a double has no room for the milliseconds' last digit.
        var seconds = reader.GetDecimal();
        return seconds is > -62135596800m and < 253402300800m
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw new JsonException($"{seconds} is no time.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((value - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
}
