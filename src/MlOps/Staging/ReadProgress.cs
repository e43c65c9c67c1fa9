namespace MlOps;

/// <summary>How much of some files has been read.</summary>
/// <param name="BytesDone">The bytes that are through.</param>
/// <param name="BytesTotal">The bytes of all files.</param>
public readonly record struct ReadProgress(long BytesDone, long BytesTotal);
