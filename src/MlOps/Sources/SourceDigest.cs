using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MlOps;

/// <summary>The address of files by their content: the same for the same paths, contents and executable bits, wherever and whenever they are.</summary>
public static class SourceDigest
{
    private const int Workers = 4;
    private const int BufferSize = 256 << 10;
    private const int DigestSize = 20;

    /// <summary>Computes the address of files. They are read side by side, unless a cache knows them.</summary>
    /// <param name="files">The files, in the order in which they count.</param>
    /// <param name="cache">What is known of earlier runs; <see langword="null"/> to read everything.</param>
    /// <param name="cancellationToken">Ends the work. What was read until then is kept in the cache.</param>
    /// <returns>40 lowercase hexadecimal digits.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.AccessDenied"/>, <see cref="ErrorCode.Conflict"/>: a file is gone, cannot be read, or changes while it is.</exception>
    public static Task<string> ComputeAsync(IReadOnlyList<SourceFile> files, ContentCache? cache, CancellationToken cancellationToken) => ComputeAsync(files, cache, null, cancellationToken);

    /// <summary>Computes the address of files, and tells how far it is.</summary>
    /// <param name="files">The files, in the order in which they count.</param>
    /// <param name="cache">What is known of earlier runs; <see langword="null"/> to read everything.</param>
    /// <param name="progress">Is told of bytes as they are read, or found to be known, by several threads at once.</param>
    /// <param name="cancellationToken">Ends the work. What was read until then is kept in the cache.</param>
    /// <returns>40 lowercase hexadecimal digits.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.AccessDenied"/>, <see cref="ErrorCode.Conflict"/>: a file is gone, cannot be read, or changes while it is.</exception>
    public static async Task<string> ComputeAsync(IReadOnlyList<SourceFile> files, ContentCache? cache, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var contents = new byte[files.Count][];
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Workers, Environment.ProcessorCount), CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, files.Count, options, async (i, token) =>
            {
                contents[i] = Known(files[i], cache, progress) ?? Hash(files[i], cache, progress, token);
                if (cache is { IsSaveDue: true })
                {
                    await cache.SaveAsync().ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            await (cache?.SaveAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }

        return Join(files, contents);
    }

    private static byte[]? Known(SourceFile file, ContentCache? cache, IProgress<long>? progress)
    {
        var known = cache?.Find(file);
        if (known is not null)
        {
            progress?.Report(file.Size);
        }

        return known;
    }

    private static byte[] Hash(SourceFile file, ContentCache? cache, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(file.Size, 1, BufferSize));
        try
        {
            var begun = DateTime.UtcNow;
            using var hash = ContentHash.Create(ChecksumAlgorithm.Sha256);
            using var handle = File.OpenHandle(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var size = 0L;
            for (int read; (read = RandomAccess.Read(handle, buffer, size)) > 0; size += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.Append(buffer.AsSpan(0, read));
                progress?.Report(read);
            }

            if (size != file.Size || File.GetLastWriteTimeUtc(handle) != file.LastWriteTimeUtc)
            {
                throw Fault(file, ErrorCode.Conflict, "changed while it was read", "Wait until it is complete, or take it out of the folder.");
            }

            var value = hash.Finish().ToArray();
            cache?.Add(file, begun, value);
            return value;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault(file, ErrorCode.NotFound, "was there a moment ago and is gone", "Start again when nothing changes the folder.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Fault(file, ErrorCode.AccessDenied, "cannot be read", "Make it readable, or take it out of the folder.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Every field has its length fixed or before it: no two lists are written alike.
    private static string Join(IReadOnlyList<SourceFile> files, byte[][] contents)
    {
        using var hash = ContentHash.Create(ChecksumAlgorithm.Sha256);
        Span<byte> numbers = stackalloc byte[sizeof(int) + sizeof(long) + 1];
        for (var i = 0; i < contents.Length; i++)
        {
            var path = Encoding.UTF8.GetBytes(files[i].RelativePath);
            BinaryPrimitives.WriteInt32BigEndian(numbers, path.Length);
            BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(int)..], files[i].Size);
            numbers[^1] = files[i].IsExecutable ? (byte)1 : (byte)0;
            hash.Append(numbers);
            hash.Append(path);
            hash.Append(contents[i]);
        }

        return Convert.ToHexStringLower(hash.Finish().Span[..DigestSize]);
    }

    private static MlOpsException Fault(SourceFile file, ErrorCode code, string fault, string action, Exception? cause = null) =>
        new(code, $"'{TerminalText.Clean(file.FullPath)}' {fault}.", action, file.FullPath, cause);
}
