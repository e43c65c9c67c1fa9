using System.Text.Json.Serialization;

namespace MlOps.Providers.Gcs;

// The parts of Cloud Storage's documents that MlOps reads and writes (storage/v1).

internal sealed record GcsPage
{
    public IReadOnlyList<GcsObject>? Items { get; init; }

    public string? NextPageToken { get; init; }
}

internal sealed record GcsObject
{
    /// <summary>The members below, as they are asked for.</summary>
    public const string Fields = "name,size,updated,generation,crc32c,md5Hash,contentEncoding";

    public string? Name { get; init; }

    public string? Size { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public string? Generation { get; init; }

    public string? Crc32c { get; init; }

    public string? Md5Hash { get; init; }

    public string? ContentEncoding { get; init; }
}

/// <summary>What is said of an object that is written.</summary>
internal sealed record GcsMetadata
{
    public string? Name { get; init; }

    /// <summary>What the service holds against the bytes, and refuses them otherwise.</summary>
    public string? Crc32c { get; init; }

    public string? ContentEncoding { get; init; }

    public string ContentType { get; init; } = "application/octet-stream";
}

internal sealed record GcsComposition
{
    public required IReadOnlyList<GcsComponent> SourceObjects { get; init; }

    public required GcsMetadata Destination { get; init; }

    /// <summary>The sources go in the same step: then they cost no fee for being deleted early, and are kept by no policy that keeps what was deleted.</summary>
    public bool DeleteSourceObjects { get; init; } = true;
}

internal sealed record GcsComponent
{
    public required string Name { get; init; }

    public required string Generation { get; init; }
}

internal sealed record GcsBucket
{
    public string? Location { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GcsPage))]
[JsonSerializable(typeof(GcsObject))]
[JsonSerializable(typeof(GcsMetadata))]
[JsonSerializable(typeof(GcsComposition))]
[JsonSerializable(typeof(GcsBucket))]
[JsonSerializable(typeof(GcsUploadNote))]
internal sealed partial class GcsJson : JsonSerializerContext;
