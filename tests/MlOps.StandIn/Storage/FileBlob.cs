using Microsoft.Win32.SafeHandles;

namespace MlOps.StandIn.Storage;

/// <summary>A part of a file on disk, read as it is asked for.</summary>
/// <param name="path">The file.</param>
/// <param name="offset">Where the bytes begin in it.</param>
/// <param name="length">How many bytes.</param>
public sealed class FileBlob(string path, long offset, long length) : Blob
{
    /// <summary>A whole file, as long as it is now.</summary>
    public FileBlob(string path)
        : this(path, 0, new FileInfo(path).Length)
    {
    }

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override BlobReader Open() => new Reader(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), offset);

    private sealed class Reader(SafeFileHandle file, long start) : BlobReader
    {
        public override void Read(long offset, Span<byte> destination)
        {
            for (var done = 0; done < destination.Length;)
            {
                var count = RandomAccess.Read(file, destination[done..], start + offset + done);
                done += count > 0 ? count : throw new EndOfStreamException("A file that is served has become shorter.");
            }
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
