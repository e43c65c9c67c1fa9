using System.Globalization;

namespace MlOps.StandIn.Storage;

/// <summary>The range of an object that a header <c>Range</c> means.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Null: there is none that would be understood, and the whole object is meant. One with a negative length: it cannot be satisfied.</summary>
    public static ByteRange? Read(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header[6..].Split('-') is not [var first, var last])
        {
            return null;
        }

        if (first.Length == 0)
        {
            return !Number(last, out var count) ? null : count == 0 || size == 0 ? new(0, -1) : new(Math.Max(0, size - count), Math.Min(count, size));
        }

        if (!Number(first, out var from) || (last.Length > 0 && (!Number(last, out var to) || to < from)))
        {
            return null;
        }

        var end = last.Length == 0 ? size : Math.Min(size, long.Parse(last, CultureInfo.InvariantCulture) + 1);
        return from >= size ? new(0, -1) : new(from, end - from);
    }

    /// <summary>The value of a header <c>Content-Range</c>.</summary>
    public string Of(long size) => $"bytes {Offset}-{Offset + Length - 1}/{size}";

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
