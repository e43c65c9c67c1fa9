using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOps;

/// <summary>Tells files from pipes, sockets and devices: to open one of these may wait for ever, or never end.</summary>
public static partial class FileKind
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether it is a file that can be read to its end. Only what shows no size is looked at closely: pipes, sockets and devices have none.</summary>
    /// <param name="file">The file, which is no link.</param>
    /// <returns><see langword="true"/> when it is, and where the system does not tell.</returns>
    public static bool IsRegular(FileInfo file) => OperatingSystem.IsWindows() || file.Length > 0 || TypeOf(file.FullName) is not { } type || type == Regular;

    private static int? TypeOf(string path)
    {
        try
        {
            // struct statx is the same on every Linux, with stx_mode at 28; macOS has st_mode behind a 32-bit st_dev.
            var buffer = new byte[512];
            return OperatingSystem.IsLinux() ? (StatX(-100, path, 0x100, 1, buffer) == 0 ? Mode(buffer, 28) : null)
                : OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? (LStat(path, buffer) == 0 ? Mode(buffer, 4) : null)
                : OperatingSystem.IsMacOS() ? (LStat64(path, buffer) == 0 ? Mode(buffer, 4) : null)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
            return null;
        }
    }

    private static int Mode(byte[] buffer, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(offset)) & TypeMask;

    // From AT_FDCWD (-100), without following a link (0x100), the type only (STATX_TYPE, 1).
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat(string path, [Out] byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat64(string path, [Out] byte[] buffer);
}
