using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace MlOps.Tests.Archives;

/// <summary>Makes tar archives byte by byte, right ones and such as no honest program writes.</summary>
internal sealed class TarBytes
{
    public static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 30, 15, TimeSpan.Zero);

    private readonly List<byte> _bytes = [];

    public static byte[] End => new byte[1024];

    /// <summary>An archive as .NET writes it.</summary>
    public static byte[] Of(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.ModificationTime = Time;
                entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A header with a right sum, unless it is changed afterwards.</summary>
    public static byte[] Header(string name, long size = 0, char type = '0', string link = "", string magic = "ustar\000", Action<byte[]>? change = null)
    {
        var block = new byte[512];
        Put(block, 0, name);
        Put(block, 100, "0000644\0");
        Put(block, 124, size < 1L << 33 ? Convert.ToString(size, 8).PadLeft(11, '0') : "");
        if (size >= 1L << 33)
        {
            block[124] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(128), size);
        }

        Put(block, 136, Convert.ToString(Time.ToUnixTimeSeconds(), 8).PadLeft(11, '0'));
        block[156] = (byte)type;
        Put(block, 157, link);
        Put(block, 257, magic);
        change?.Invoke(block);
        return Signed(block);
    }

    /// <summary>Writes the sum of a header into it.</summary>
    public static byte[] Signed(byte[] block, bool asSigned = false)
    {
        Put(block, 148, "        ");
        var sum = asSigned ? block.Sum(value => (sbyte)value) : block.Sum(value => value);
        Put(block, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    public static byte[] Pax(params (string Key, string Value)[] records) => Pax('x', records);

    /// <summary>A header of records, and the records.</summary>
    public static byte[] Pax(char type, params (string Key, string Value)[] records) =>
        Long(type, string.Concat(records.Select(record => Record(record.Key, record.Value))));

    /// <summary>A header whose content is said to belong to the next one.</summary>
    public static byte[] Long(char type, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return [.. Header("././@Long", bytes.Length, type), .. Padded(bytes)];
    }

    public static byte[] Padded(byte[] content) => [.. content, .. new byte[-content.Length & 511]];

    public static void Put(byte[] block, int offset, string text) => Encoding.UTF8.GetBytes(text).CopyTo(block, offset);

    public TarBytes Add(params byte[][] blocks)
    {
        foreach (var block in blocks)
        {
            _bytes.AddRange(block);
        }

        return this;
    }

    public TarBytes AddFile(string name, string content = "x") => Add(Header(name, Encoding.UTF8.GetByteCount(content)), Padded(Encoding.UTF8.GetBytes(content)));

    public byte[] ToArray() => [.. _bytes, .. End];

    public byte[] WithoutEnd() => [.. _bytes];

    private static string Record(string key, string value)
    {
        var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
        var length = rest + 1;
        while (rest + length.ToString(CultureInfo.InvariantCulture).Length != length)
        {
            length++;
        }

        return $"{length} {key}={value}\n";
    }
}
