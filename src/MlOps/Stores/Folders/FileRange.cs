using Microsoft.Win32.SafeHandles;

namespace MlOps;

/// <summary>Reads a range of an open file, which stays open, whatever else is read of it at the same time.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">The first byte.</param>
/// <param name="length">How many bytes.</param>
internal sealed class FileRange(SafeFileHandle file, long offset, long length) : ForwardStream
{
    private long _position;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _position);
        var read = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], offset + _position);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
