using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>
/// The time that a file gets when it comes from a store. A file's time is all that tells, without reading it, which version of an object it is, and a store's times are too coarse for that: S3 counts
/// whole seconds. So the fraction of the second is made of the version.
/// </summary>
internal static class VersionTime
{
    /// <summary>The time for an object.</summary>
    /// <param name="source">The object.</param>
    /// <returns>Its own time to the second, with a fraction that stands for its version; its own time as it is for a file, and for an object of no known version.</returns>
    public static DateTimeOffset Of(StoredObject source)
    {
        if (source.Version.Length == 0 || source.Location.Scheme == FolderStore.FolderScheme || source.LastModified == default)
        {
            return source.LastModified;
        }

        var hash = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(source.Version)));
        return new(WholeSecond(source.LastModified.UtcTicks) + (long)(hash % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    /// <summary>Whether a file has the time of an object. A file system that keeps whole seconds has cut it.</summary>
    /// <param name="file">The file's time.</param>
    /// <param name="source">The object.</param>
    /// <returns><see langword="true"/> when it has.</returns>
    public static bool IsOf(DateTimeOffset file, StoredObject source)
    {
        var time = Of(source);
        return source.LastModified != default && (file.UtcTicks == time.UtcTicks || file.UtcTicks == WholeSecond(time.UtcTicks));
    }

    private static long WholeSecond(long ticks) => ticks - (ticks % TimeSpan.TicksPerSecond);
}
