using System.Text;

namespace MlOps.StandIn.Storage;

/// <summary>The two parts of a body of the type <c>multipart/related</c>: metadata and content.</summary>
internal static class RelatedParts
{
    public static (ReadOnlyMemory<byte> Metadata, string? ContentType, ReadOnlyMemory<byte> Content) Read(ReadOnlyMemory<byte> body, string boundary)
    {
        var mark = Encoding.UTF8.GetBytes($"--{boundary}");
        var (_, metadata, behind) = Part(body, mark);
        var (headers, content, _) = Part(behind, mark);
        var type = headers.Split("\r\n").Select(line => line.Split(':', 2)).FirstOrDefault(header => header[0].Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        return (metadata, type?[^1].Trim(), content);
    }

    /// <summary>The part behind the first mark, and what follows it, which begins with the next.</summary>
    private static (string Headers, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Behind) Part(ReadOnlyMemory<byte> body, byte[] mark)
    {
        var start = body.Span.IndexOf(mark);
        var end = start < 0 ? -1 : body.Span[(start + mark.Length)..].IndexOf([.. "\r\n"u8, .. mark]);
        var part = end < 0 ? default : body.Slice(start + mark.Length, end);
        var blank = part.Span.IndexOf("\r\n\r\n"u8);
        return blank < 0
            ? throw new StorageFailure(400, "badRequest", "Missing end boundary in multipart body.")
            : (Encoding.UTF8.GetString(part.Span[..blank]), part[(blank + 4)..], body[(start + mark.Length + end + 2)..]);
    }
}
