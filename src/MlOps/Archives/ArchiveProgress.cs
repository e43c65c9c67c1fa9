namespace MlOps;

/// <summary>How far the reading of an archive is.</summary>
/// <param name="BytesDone">How many bytes of the stored archive have come.</param>
/// <param name="BytesTotal">How many will, as far as is known: when some of its members are found by an index, only a part.</param>
public readonly record struct ArchiveProgress(long BytesDone, long BytesTotal);
