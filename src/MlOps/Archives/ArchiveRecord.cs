using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlOps;

/// <summary>How an index is written: records one after the other, each with its length, kind and CRC, so that one that was cut off shows.</summary>
internal static class ArchiveRecord
{
    /// <summary>The bytes that a record has beside its content.</summary>
    private const int Head = 5;
    private const int Tail = 4;
    private const int Longest = 1 << 20;

    /// <summary>What a record is of.</summary>
    public enum Kind : byte
    {
        /// <summary>Of which archive the index is. Always the first one.</summary>
        Archive = 1,

        /// <summary>A member whose content has begun and has restart points in it.</summary>
        Begun = 2,

        /// <summary>A member that is through.</summary>
        Member = 3,

        /// <summary>A restart point.</summary>
        Point = 4,

        /// <summary>From here on, headers count that were read before.</summary>
        Rule = 5,

        /// <summary>The archive is through, and everything in it was right.</summary>
        End = 6,
    }

    /// <summary>Makes a record.</summary>
    public static byte[] Make(Kind kind, Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true);
        writer.Write(0);
        writer.Write((byte)kind);
        write(writer);
        writer.Flush();
        var length = (int)bytes.Length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetBuffer(), length - Head);
        writer.Write((uint)Crc.Crc32.Append(0, bytes.GetBuffer().AsSpan(0, length)));
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="stream">The index.</param>
    /// <returns>What it is of, and its content; <see langword="null"/> at the end, or where the rest is of no use.</returns>
    public static (Kind Kind, byte[] Content)? Read(Stream stream)
    {
        Span<byte> head = stackalloc byte[Head];
        if (stream.ReadAtLeast(head, Head, throwOnEndOfStream: false) < Head)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest)
        {
            return null;
        }

        var content = new byte[length + Tail];
        if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length)
        {
            return null;
        }

        var crc = Crc.Crc32.Append(Crc.Crc32.Append(0, head), content.AsSpan(0, length));
        return BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(length)) == crc ? ((Kind)head[4], content) : null;
    }

    /// <summary>A record of a member.</summary>
    public static byte[] Of(ArchiveMember member, bool isThrough) => Make(isThrough ? Kind.Member : Kind.Begun, writer =>
    {
        writer.Write(member.Path);
        writer.Write(member.Size);
        writer.Write(member.LastModified.UtcTicks);
        writer.Write(member.HeaderOffset);
        writer.Write(member.Offset);
        writer.Write(member.Crc is not null);
        writer.Write(member.Crc ?? 0);
        writer.Write(member.Fault ?? "");
    });

    /// <summary>The member of a record.</summary>
    public static ArchiveMember ReadMember(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
        var member = new ArchiveMember
        {
            Path = reader.ReadString(),
            Size = reader.ReadInt64(),
            LastModified = new(reader.ReadInt64(), TimeSpan.Zero),
            HeaderOffset = reader.ReadInt64(),
            Offset = reader.ReadInt64(),
        };
        var hasCrc = reader.ReadBoolean();
        var crc = reader.ReadUInt64();
        var fault = reader.ReadString();
        return member with { Crc = hasCrc ? crc : null, Fault = fault.Length > 0 ? fault : null };
    }

    /// <summary>A record of a restart point.</summary>
    public static byte[] Of(ArchivePoint point, ReadOnlyMemory<byte> window) => Make(Kind.Point, writer =>
    {
        writer.Write(point.Position);
        writer.Write(point.CompressedBit);
        writer.Write(point.MemberPosition);
        writer.Write(point.MemberCrc);
        writer.Write(point.Headers);
        writer.Write(point.Within);
        writer.Write(point.ContentCrc);
        writer.Write(window.Length);

        // The window of weights hardly gets smaller, that of text does.
        using var smaller = new MemoryStream();
        using (var deflate = new DeflateStream(smaller, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(window.Span);
        }

        writer.Write(smaller.Length < window.Length);
        writer.Write(smaller.Length < window.Length ? smaller.GetBuffer().AsSpan(0, (int)smaller.Length) : window.Span);
    });

    /// <summary>The restart point of a record.</summary>
    public static ArchivePoint ReadPoint(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        return ReadPoint(reader);
    }

    /// <summary>The restart point of a record, with what the decompressor needs.</summary>
    public static GzipPoint ReadGzipPoint(byte[] content)
    {
        using var stream = new MemoryStream(content);
        using var reader = new BinaryReader(stream);
        var point = ReadPoint(reader);
        var window = new byte[reader.ReadInt32()];
        if (reader.ReadBoolean())
        {
            using var deflate = new DeflateStream(stream, CompressionMode.Decompress);
            deflate.ReadExactly(window);
        }
        else
        {
            stream.ReadExactly(window);
        }

        return new()
        {
            CompressedBit = point.CompressedBit,
            Position = point.Position,
            MemberPosition = point.MemberPosition,
            MemberCrc = point.MemberCrc,
            Window = window,
        };
    }

    private static ArchivePoint ReadPoint(BinaryReader reader) => new()
    {
        Position = reader.ReadInt64(),
        CompressedBit = reader.ReadInt64(),
        MemberPosition = reader.ReadInt64(),
        MemberCrc = reader.ReadUInt32(),
        Headers = reader.ReadInt64(),
        Within = reader.ReadInt64(),
        ContentCrc = reader.ReadUInt64(),
    };
}
