using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.StandIn.Playback;

/// <summary>A file of <c>tests/fixtures</c>: exchanges, and where they come from.</summary>
public sealed record Scenario
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Where the exchanges come from.</summary>
    public required string Source { get; init; }

    /// <summary>The exchanges. Those of one operation are played in their order.</summary>
    public required IReadOnlyList<Exchange> Exchanges { get; init; }

    /// <summary>Reads a file.</summary>
    public static Scenario Read(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<Scenario>(stream, Reading) ?? throw new JsonException($"{file} is empty.");
    }
}
