namespace MlOps;

/// <summary>
/// What keeps objects by key: S3, Cloud Storage, a folder of this machine. A store knows nothing of transfers: it tries each call as often as it is worth it at once, and reports what fails as an
/// <see cref="MlOpsException"/>. <see cref="ErrorCode.Throttled"/> and <see cref="ErrorCode.ProviderError"/> mean that the same call may succeed later; a stream may also throw
/// <see cref="IOException"/> in the middle. Calls may be made from several threads at once.
/// </summary>
public interface IObjectStore
{
    /// <summary>What its addresses begin with: <c>s3://</c>, <c>gs://</c>, <c>file://</c>.</summary>
    string Scheme { get; }

    /// <summary>Whether to look at one object costs next to nothing, as in a folder of this machine.</summary>
    bool IsNear => false;

    /// <summary>What a key amounts to where two keys may be one object: a file system may not tell upper case from lower.</summary>
    /// <param name="location">The key's place.</param>
    /// <returns>The same text for the keys of one object.</returns>
    string NameOf(ObjectLocation location) => location.Key;

    /// <summary>The address of a place, as other tools take it.</summary>
    /// <param name="location">The place.</param>
    /// <returns>The address: <c>s3://bucket/key</c>.</returns>
    string AddressOf(ObjectLocation location) => location.ToString();

    /// <summary>Gives an object another time, where a store can, without writing it again.</summary>
    /// <param name="stored">The object.</param>
    /// <param name="time">The time.</param>
    void SetTime(StoredObject stored, DateTimeOffset time)
    {
    }

    /// <summary>Lists the objects whose keys begin with a prefix, in the order of the UTF-8 bytes of their keys. What consoles call a folder (a key that ends with a slash) is among them.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The objects, as they arrive.</returns>
    /// <exception cref="MlOpsException">The store refused, or could not be reached.</exception>
    IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, CancellationToken cancellationToken);

    /// <summary>Finds an object with every checksum that the store has of it.</summary>
    /// <param name="location">The object.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object as it is now; <see langword="null"/> when there is none.</returns>
    /// <exception cref="MlOpsException">The store refused, or could not be reached.</exception>
    Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken);

    /// <summary>Opens a range of an object, of exactly the version that it was listed with.</summary>
    /// <param name="source">The object. Its <see cref="StoredObject.Version"/> is asked for, unless that is empty.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes. Zero for none: then nothing need be asked.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The bytes. The answer has been checked to be the range that was asked for.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Conflict"/>: it has changed. <see cref="ErrorCode.NotFound"/>: it is gone. Any other: the store refused, or could not be reached.</exception>
    Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken);

    /// <summary>Begins to write an object, or goes on with one that was begun earlier for the same content.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What takes its parts.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the store cannot have such a key. Any other: the store refused, or could not be reached.</exception>
    Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken);
}
