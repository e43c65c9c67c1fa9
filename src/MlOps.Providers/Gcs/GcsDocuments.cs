using System.Text.Json.Serialization;

namespace MlOps.Providers.Gcs;

// The parts of Cloud Storage's documents that MlOps reads (storage/v1).

internal sealed record GcsPage
{
    public IReadOnlyList<GcsObject>? Items { get; init; }

    public string? NextPageToken { get; init; }
}

internal sealed record GcsObject
{
    public string? Name { get; init; }

    public string? Size { get; init; }

    public DateTimeOffset? Updated { get; init; }
}

internal sealed record GcsBucket
{
    public string? Location { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GcsPage))]
[JsonSerializable(typeof(GcsBucket))]
internal sealed partial class GcsJson : JsonSerializerContext;
