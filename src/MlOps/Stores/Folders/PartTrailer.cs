using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>What stands behind the content of a file that is being written: which content it is, and how much of each part is there. A process that is killed leaves it as it is.</summary>
internal sealed class PartTrailer
{
    private const int HeaderSize = 8 + 32;

    private static ReadOnlySpan<byte> Magic => "MLPART1\n"u8;

    private readonly SafeFileHandle _file;
    private readonly long _start;

    private PartTrailer(SafeFileHandle file, long start)
    {
        _file = file;
        _start = start;
    }

    /// <summary>Reads the trailer that is there for this very content, or writes a new one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="target">What is being written.</param>
    /// <param name="done">Gets how many bytes of each part are there. Whether they are the right ones the checksum of the whole tells in the end.</param>
    public static PartTrailer Open(SafeFileHandle file, NewObject target, long[] done)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        Magic.CopyTo(header);
        SHA256.HashData(Encoding.UTF8.GetBytes($"{target.Size}\n{target.Identity}"), header[Magic.Length..]);
        var trailer = new PartTrailer(file, target.Size);
        if (!trailer.TryRead(header, done))
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.SetLength(file, target.Size + HeaderSize + (8L * done.Length));
            RandomAccess.Write(file, header, target.Size);
        }

        return trailer;
    }

    /// <summary>Takes note of how much of a part is there.</summary>
    public void Write(int part, long done)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, done);
        RandomAccess.Write(_file, value, _start + HeaderSize + (8L * part));
    }

    private bool TryRead(ReadOnlySpan<byte> header, long[] done)
    {
        var bytes = new byte[HeaderSize + (8 * done.Length)];
        if (RandomAccess.GetLength(_file) != _start + bytes.Length || RandomAccess.Read(_file, bytes, _start) != bytes.Length || !bytes.AsSpan(0, HeaderSize).SequenceEqual(header))
        {
            return false;
        }

        for (var part = 0; part < done.Length; part++)
        {
            done[part] = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HeaderSize + (8 * part))));
        }

        return true;
    }
}
