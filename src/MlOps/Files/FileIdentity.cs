using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>Tells whether an open file is still the one that has a name: it may have been renamed, and another one have the name.</summary>
internal static partial class FileIdentity
{
    // From linux/stat.h: AT_FDCWD, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, STATX_INO.
    private const int Here = -100;
    private const int NoFollow = 0x100;
    private const int OfHandle = 0x1000;
    private const uint Number = 0x100;

    /// <summary>Whether a path leads to a file that is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The path.</param>
    /// <returns><see langword="true"/> when it does, and where the system does not let a file be renamed while it is open.</returns>
    public static bool IsAt(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            return OperatingSystem.IsMacOS()
                ? (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? IsSame(8, buffer => FStat(file, buffer), buffer => LStat(path, buffer)) : IsSame(8, buffer => FStat64(file, buffer), buffer => LStat64(path, buffer)))
                : IsSame(32, buffer => StatX(file, "", OfHandle, Number, buffer), buffer => StatX(Here, path, NoFollow, Number, buffer));
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
            return File.Exists(path) && File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file);
        }
    }

    /// <summary>Compares the numbers of two files of one folder, and so of one file system.</summary>
    private static bool IsSame(int offset, Func<byte[], int> one, Func<byte[], int> other)
    {
        var (first, second) = (new byte[512], new byte[512]);
        return one(first) == 0 && other(second) == 0 && BinaryPrimitives.ReadUInt64LittleEndian(first.AsSpan(offset)) == BinaryPrimitives.ReadUInt64LittleEndian(second.AsSpan(offset));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "fstat")]
    private static partial int FStat(SafeFileHandle file, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat(string path, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64")]
    private static partial int FStat64(SafeFileHandle file, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat64(string path, [Out] byte[] buffer);
}
