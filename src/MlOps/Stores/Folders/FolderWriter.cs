using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>
/// Writes a file beside its place, in parts at their offsets, and renames it into place. What has been written is told in a trailer behind the content, so that a later run goes on; the file that is
/// being written is locked as long as it is open.
/// </summary>
internal sealed class FolderWriter : IObjectWriter
{
    private const string Ending = ".part";

    // So much of a long name that the temporary one still fits into the 255 bytes of the usual file systems.
    private const int NameInTemporary = 40;
    private const int HashLength = 12;
    private const long PartSize = 16 << 20;
    private const int BufferSize = 512 << 10;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    private readonly NewObject _target;
    private readonly string _path;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;
    private readonly PartTrailer? _trailer;
    private readonly long[] _done;
    private bool _isComplete;

    private FolderWriter(NewObject target, string path, string temporary, SafeFileHandle file)
    {
        _target = target;
        _path = path;
        _temporary = temporary;
        _file = file;
        Parts = ObjectPart.Cut(target.Size, PartSize);
        _done = new long[Parts.Count];
        if (Parts.Count > 1)
        {
            _trailer = PartTrailer.Open(file, target, _done);
        }
        else
        {
            RandomAccess.SetLength(file, 0);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; }

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => null;

    /// <summary>Whether a file name is one of a file that is being written.</summary>
    public static bool IsPart(string name)
    {
        var hash = name.Length - Ending.Length - HashLength;
        return hash > 1 && name[0] == '.' && name[hash - 1] == '.' && name.EndsWith(Ending, StringComparison.Ordinal) && !name.AsSpan(hash, HashLength).ContainsAnyExcept(s_hex);
    }

    /// <summary>Opens the file that is written.</summary>
    /// <param name="target">What is written.</param>
    /// <param name="path">Its full path, which is known to be where it may be.</param>
    /// <exception cref="MlOpsException">The file cannot be made.</exception>
    public static FolderWriter Open(NewObject target, string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"'{path}' is a folder, where the file '{TerminalText.Clean(target.Location.Key)}' would go.", "Choose another folder, or move that one away.", target.Location.Key);
        }

        var temporary = Temporary(path);
        SafeFileHandle? file = null;
        try
        {
            file = OpenFile(temporary);
            return new(target, path, temporary, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw Explain(e, target);
        }
    }

    /// <inheritdoc/>
    public long Done(int part) => Volatile.Read(ref _done[part]);

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var (offset, length) = Parts[part];
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, BufferSize));
        try
        {
            var source = await open(_done[part], cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                int read;
                while (_done[part] < length && (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    RandomAccess.Write(_file, buffer.AsSpan(0, read), offset + _done[part]);
                    Volatile.Write(ref _done[part], _done[part] + read);
                    _trailer?.Write(part, _done[part]);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, _target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => new FileRange(_file, offset, length);

    /// <inheritdoc/>
    public Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (_trailer is not null)
            {
                RandomAccess.SetLength(_file, _target.Size);
            }

            if (_target.LastModified != default)
            {
                File.SetLastWriteTimeUtc(_file, _target.LastModified.UtcDateTime);
            }

            if (OperatingSystem.IsWindows())
            {
                // There a file cannot be renamed while it is open without sharing.
                _file.Dispose();
            }

            File.Move(_temporary, _path, overwrite: true);
            _isComplete = true;
            return Task.FromResult(FolderStore.Find(_target.Location) ?? throw new FileNotFoundException("It was removed at once."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(e, _target);
        }
    }

    /// <inheritdoc/>
    public Task AbandonAsync(CancellationToken cancellationToken)
    {
        Remove();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Of a small file nothing is gone on with.
        if (!_isComplete && _trailer is null)
        {
            Remove();
        }

        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Remove()
    {
        if (_file.IsClosed)
        {
            return;
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                // There a file cannot be removed while it is open without sharing. Elsewhere it has to be: the next one who opens it would lose his.
                _file.Dispose();
            }

            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else has it by now, or it is found again.
        }

        _file.Dispose();
    }

    private static string Temporary(string path)
    {
        var name = Path.GetFileName(path);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, HashLength / 2));
        return Path.Combine(Path.GetDirectoryName(path)!, $".{name[..Math.Min(name.Length, NameInTemporary)]}.{hash}{Ending}");
    }

    private static SafeFileHandle OpenFile(string path)
    {
        while (true)
        {
            var file = OpenOrCreate(path);
            if (FileIdentity.IsAt(file, path))
            {
                return file;
            }

            // Between opening and locking it, somebody else has completed it: it is in its place now, and not ours.
            file.Dispose();
        }
    }

    private static SafeFileHandle OpenOrCreate(string path)
    {
        try
        {
            return Open();
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // The latter when another file's writer makes the folder between the system's answer and the runtime's look at why.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return Open();
        }

        SafeFileHandle Open() => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private static MlOpsException Explain(Exception exception, NewObject target)
    {
        var name = TerminalText.Clean(target.Location.Key);
        return exception switch
        {
            UnauthorizedAccessException => new(ErrorCode.AccessDenied, $"'{name}' cannot be written in '{target.Location.Bucket}': {exception.Message}", "See that you may write there.", target.Location.Key, exception),
            IOException when FileLock.IsHeld((IOException)exception) => new(ErrorCode.Conflict, $"'{name}' is being written in '{target.Location.Bucket}' by another process.", "Wait until it is through.", target.Location.Key, exception),
            _ => new(ErrorCode.InvalidArgument, $"'{name}' cannot be written in '{target.Location.Bucket}': {exception.Message}", "See that the disk has room and can have such a name; what is there is gone on with.", target.Location.Key, exception),
        };
    }
}
