using System.Text.Json;

namespace MlOps.Providers.Gcs;

/// <summary>What is remembered of an unfinished upload, so that the next run goes on with it.</summary>
internal sealed record GcsUploadNote
{
    /// <summary>What tells the temporary objects of this upload from others'.</summary>
    public string Id { get; init; } = "";

    /// <summary>The size of its parts.</summary>
    public long PartSize { get; init; }

    /// <summary>The address of each part's session; null where none is begun. They are secrets.</summary>
    public IReadOnlyList<string?> Sessions { get; init; } = [];

    /// <summary>Reads a note.</summary>
    /// <param name="text">The note.</param>
    /// <returns>What it says; <see langword="null"/> when that is nothing.</returns>
    public static GcsUploadNote? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, GcsJson.Default.GcsUploadNote);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the note.</summary>
    /// <returns>The note.</returns>
    public string Write() => JsonSerializer.Serialize(this, GcsJson.Default.GcsUploadNote);
}
