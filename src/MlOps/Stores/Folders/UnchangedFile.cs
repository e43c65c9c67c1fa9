namespace MlOps;

/// <summary>Reads a range of a file of one version: whoever gets the last byte knows that all of them are of that version.</summary>
/// <param name="file">The file, at the first byte.</param>
/// <param name="length">How many bytes.</param>
/// <param name="requireVersion">Throws when the file is of another version by now.</param>
internal sealed class UnchangedFile(FileStream file, long length, Action requireVersion) : ForwardStream
{
    private long _left = length;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Count(file.Read(buffer[..Wanted(buffer.Length)]));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await file.ReadAsync(buffer[..Wanted(buffer.Length)], cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Wanted(int room) => (int)Math.Min(room, _left);

    private int Count(int read)
    {
        _left -= read;
        if (_left == 0 && read > 0)
        {
            requireVersion();
        }

        return read;
    }
}
