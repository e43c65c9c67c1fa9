namespace MlOps;

/// <summary>An object, or a range of it, that is being read.</summary>
/// <param name="Stream">The bytes. It may end early when the connection does: whoever reads counts.</param>
/// <param name="Checksums">The checksums of the object (not of the range) that came along and may be held against it; empty when none came.</param>
public sealed record ObjectContent(Stream Stream, IReadOnlyList<ObjectChecksum> Checksums) : IAsyncDisposable
{
    /// <summary>Closes the connection, or gives it back when everything has been read.</summary>
    /// <returns>A task.</returns>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
