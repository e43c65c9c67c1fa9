using System.Globalization;
using System.Text;

namespace MlOps;

/// <summary>What PAX headers say of a member. Keys that do not matter to its place, name, size and time are passed over.</summary>
internal sealed record PaxRecords
{
    /// <summary>Nothing.</summary>
    public static PaxRecords None { get; } = new();

    /// <summary>The name.</summary>
    public string? Path { get; init; }

    /// <summary>What a link points to.</summary>
    public string? Link { get; init; }

    /// <summary>The size of the content in the archive.</summary>
    public long? Size { get; init; }

    /// <summary>The time; <see langword="default"/> for one that cannot be read.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether the content is only the pieces of a sparse file.</summary>
    public bool IsSparse { get; init; }

    /// <summary>The name of a sparse file, whose header has one made up for programs that do not know of sparse files.</summary>
    public string? SparsePath { get; init; }

    /// <summary>Reads a header's content: <c>length key=value\n</c>, again and again.</summary>
    /// <param name="content">The content.</param>
    /// <returns>These records with the new ones in them: later ones count more, and an empty value takes back what was said before. <see langword="null"/> when it cannot be read.</returns>
    public PaxRecords? With(ReadOnlySpan<byte> content)
    {
        var records = this;
        while (!content.IsEmpty)
        {
            var space = content.IndexOf((byte)' ');
            if (space < 1
                || !int.TryParse(content[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1
                || length > content.Length
                || content[length - 1] != '\n')
            {
                return null;
            }

            var record = content[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1 || records.With(record[..equals], record[(equals + 1)..]) is not { } next)
            {
                return null;
            }

            records = next;
            content = content[length..];
        }

        return records;
    }

    private PaxRecords? With(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            return this with { Path = Text(value) };
        }

        if (key.SequenceEqual("linkpath"u8))
        {
            return this with { Link = Text(value) };
        }

        if (key.SequenceEqual("mtime"u8))
        {
            return this with { Time = value.IsEmpty ? null : ReadTime(value) };
        }

        if (key.SequenceEqual("size"u8))
        {
            return value.IsEmpty ? this with { Size = null }
                : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? this with { Size = size }
                : null;
        }

        if (key.SequenceEqual("GNU.sparse.name"u8))
        {
            return this with { SparsePath = Text(value), IsSparse = true };
        }

        return key.StartsWith("GNU.sparse."u8) ? this with { IsSparse = true } : this;
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : TarHeader.Text(value);

    /// <summary>Seconds since 1970 with a fraction, whatever its length; a time has ten millionths of a second here.</summary>
    private static DateTimeOffset ReadTime(ReadOnlySpan<byte> value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(Encoding.Latin1.GetString(value), Style, CultureInfo.InvariantCulture, out var seconds) ? UnixTime.FromSeconds(seconds) : default;
    }
}
