using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps;

/// <summary>A search space as JSON: what its user wrote, by name.</summary>
internal sealed class SearchSpaceConverter : JsonConverter<SearchSpace>
{
    public override SearchSpace Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var entries = JsonSerializer.Deserialize(ref reader, StudyJson.Default.OrderedDictionaryStringSpaceEntry) ?? throw new JsonException("A search space is null.");
        try
        {
            return SearchSpace.Create([.. entries.Select(entry => KeyValuePair.Create(entry.Key, (object?)entry.Value.ToRange()))]);
        }
        catch (MlOpsException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, SearchSpace value, JsonSerializerOptions options)
    {
        var entries = new OrderedDictionary<string, SpaceEntry>(StringComparer.Ordinal);
        foreach (var name in value.Names)
        {
            if (value.TryGet(name, out var parameter))
            {
                entries.Add(name, SpaceEntry.Of(parameter));
            }
        }

        JsonSerializer.Serialize(writer, entries, StudyJson.Default.OrderedDictionaryStringSpaceEntry);
    }
}
