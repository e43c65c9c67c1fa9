namespace MlOps;

/// <summary>Writes one object in parts, several at once. Nothing is seen of it under its name before <see cref="CompleteAsync"/>. What was written stays for a later run when the work ends before.</summary>
public interface IObjectWriter : IAsyncDisposable
{
    /// <summary>The parts in their order. Together they are the whole object; one of no bytes for an empty object.</summary>
    IReadOnlyList<ObjectPart> Parts { get; }

    /// <summary>The checksum that <see cref="CompleteAsync"/> holds against what is stored; <see langword="null"/> when the caller has to, by <see cref="ReadBack"/> or what has passed.</summary>
    ChecksumAlgorithm? Wanted { get; }

    /// <summary>How many bytes of memory it holds from when it is written to until it is complete; zero for a writer that passes on what it gets.</summary>
    long Held => 0;

    /// <summary>How many bytes at the front of a part are there, of this run or an earlier one.</summary>
    /// <param name="part">The part's number, from 0.</param>
    /// <returns>A number of bytes, at most the part's length.</returns>
    long Done(int part);

    /// <summary>Writes what is missing of a part. May be called again for the same part after it failed, and for several parts at once.</summary>
    /// <param name="part">The part's number, from 0.</param>
    /// <param name="open">Opens the part's content at an offset within the part. The writer disposes of the stream.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the part arrived damaged, and is not kept. Any other: the store refused, or could not be reached.</exception>
    Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken);

    /// <summary>Opens what has been written, to be checked; <see langword="null"/> where a store cannot show it before it is complete.</summary>
    /// <param name="offset">The first byte, within the object.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The bytes.</returns>
    Stream? ReadBack(long offset, long length);

    /// <summary>Makes the object of its parts, under its name.</summary>
    /// <param name="checksum">The checksum of the whole content in the algorithm <see cref="Wanted"/>, when there is one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object as it is stored.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: what is stored has another checksum; nothing is there under its name, and what was begun is thrown away.</exception>
    Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken);

    /// <summary>Throws away what was begun: it is of no use to a later run.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    Task AbandonAsync(CancellationToken cancellationToken);
}
