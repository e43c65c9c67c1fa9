using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>
/// A file that is written beside its place until it is known to be right. Its name is the same at every run, so that one that was left is found again. What fails is kept, and told when the file is
/// to go to its place; what would be written then is thrown away.
/// </summary>
internal sealed class PartFile : IContentWriter
{
    // So much of a long name that the temporary one still fits into the 255 bytes of the usual file systems, however many bytes its characters have.
    private const int NameInTemporary = 40;
    private const int BufferSize = 256 * 1024;

    private readonly string _target;
    private readonly string _folder;
    private readonly string _path;
    private readonly Lock _lock = new();
    private SafeFileHandle? _handle;
    private Exception? _failure;

    /// <summary>Names the file.</summary>
    /// <param name="target">Its place, a full path.</param>
    /// <param name="tag">What tells it from the parts of other content for the same place.</param>
    public PartFile(string target, string tag)
    {
        _target = target;
        _folder = Path.GetDirectoryName(target)!;
        var name = Path.GetFileName(target);
        var cut = name.Length > NameInTemporary && char.IsHighSurrogate(name[NameInTemporary - 1]) ? NameInTemporary - 1 : NameInTemporary;
        _path = Path.Combine(_folder, $".{name[..Math.Min(name.Length, cut)]}.{tag}.part");
    }

    /// <summary>Whether the file is there, with so many bytes or more, and the first ones are right.</summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="crc">Their CRC-64/NVME.</param>
    /// <param name="isWhole">Whether there may be no more.</param>
    public bool Holds(long size, ulong crc, bool isWhole)
    {
        try
        {
            var file = new FileInfo(_path);
            return file.Exists && file.LinkTarget is null && FileKind.IsRegular(file) && (isWhole ? file.Length == size : file.Length >= size) && CrcOf(size) == crc;
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            return false;
        }
    }

    /// <summary>Goes on with the file behind its first bytes.</summary>
    /// <param name="size">How many of them are right.</param>
    public void GoOn(long size) => Try(() =>
    {
        _handle = File.OpenHandle(_path, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(_handle, size);
    });

    /// <inheritdoc/>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (Open() is not { } handle)
        {
            return;
        }

        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            Fail(e);
        }
        catch (ObjectDisposedException) when (_failure is not null)
        {
            // It has been thrown away meanwhile.
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        // A file without content is one, too.
        Open();
        Close();
    }

    /// <summary>Puts the file in its place, with its time.</summary>
    /// <param name="time">When it was last written.</param>
    /// <exception cref="Exception">It cannot be put there, or something failed before.</exception>
    public void Publish(DateTimeOffset time)
    {
        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }

        try
        {
            if (time != default)
            {
                SetTime(time.UtcDateTime);
            }

            File.Move(_path, _target, overwrite: true);
        }
        catch
        {
            Delete();
            throw;
        }
    }

    /// <summary>Removes the file, if it is there.</summary>
    public void Delete()
    {
        Close();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            // It is overwritten the next time.
        }
    }

    /// <summary>Removes the file, and does not begin it again whatever is written yet.</summary>
    public void Discard() => Fail(new IOException("It is not wanted any more."));

    /// <summary>Closes the file, and leaves it for another run.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _handle?.Dispose();
            _handle = null;
        }
    }

    private void SetTime(DateTime time)
    {
        try
        {
            File.SetLastWriteTimeUtc(_path, time);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Earlier than the file system can say.
        }
    }

    private SafeFileHandle? Open()
    {
        lock (_lock)
        {
            if (_handle is null && _failure is null)
            {
                Try(() =>
                {
                    Directory.CreateDirectory(_folder);
                    File.Delete(_path);
                    _handle = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write);
                });
            }

            return _handle;
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (ArchiveIndex.IsOfFile(e))
        {
            Fail(e);
        }
    }

    private void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
            Delete();
        }
    }

    private ulong CrcOf(long size)
    {
        using var file = File.OpenHandle(_path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var crc = 0UL;
            for (var offset = 0L; offset < size;)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - offset)), offset);
                if (read == 0)
                {
                    break;
                }

                crc = Crc.Crc64Nvme.Append(crc, buffer.AsSpan(0, read));
                offset += read;
            }

            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
