using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>Opens files that somebody else made, who may have left anything under a name: to open a named pipe in the ordinary way would wait for a writer for ever.</summary>
public static partial class RegularFile
{
    // fcntl.h of Linux (x86-64 and arm64) and of macOS: O_RDONLY is 0.
    private static readonly int s_nonBlockingCloseOnExec = OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 : 0x800 | 0x80000;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its bytes; <see langword="null"/> when it is a pipe, a socket or a terminal, or cannot be opened.</returns>
    public static FileStream? TryOpen(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return OpenOnWindows(path);
        }

        var handle = new SafeFileHandle(OpenFile(path, s_nonBlockingCloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            return null;
        }

        var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    // No pipe has a name in a folder there.
    private static FileStream? OpenOnWindows(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);
}
