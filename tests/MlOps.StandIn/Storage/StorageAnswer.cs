using System.Text;

namespace MlOps.StandIn.Storage;

/// <summary>What is answered to a request: a few bytes, or a range of an object.</summary>
internal sealed class StorageAnswer(int status = 200)
{
    public int Status => status;

    public List<(string Name, string Value)> Headers { get; } = [];

    public string? ContentType { get; init; }

    /// <summary>The body, when it is not <see cref="Content"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The object of which a range is the body.</summary>
    public Blob? Content { get; init; }

    public long Offset { get; init; }

    /// <summary>The length of the body.</summary>
    public long Length { get => Content is null ? Body.Length : field; init; }

    /// <summary>Whether the length is not said, as when the body is made on the way.</summary>
    public bool HasNoLength { get; init; }

    public static StorageAnswer Text(int status, string contentType, string text) => new(status) { ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };
}
