namespace MlOps;

/// <summary>Takes the content of one member. What fails is kept, and is told when the member is asked for.</summary>
internal interface IContentWriter
{
    /// <summary>Writes bytes.</summary>
    /// <param name="offset">Where they belong in the content.</param>
    /// <param name="bytes">The bytes.</param>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>There is no more to come.</summary>
    void End();
}
