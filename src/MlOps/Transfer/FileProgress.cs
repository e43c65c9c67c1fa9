namespace MlOps;

/// <summary>How far one large object is.</summary>
/// <param name="Id">A small number that no other object has that is being transferred at the same time.</param>
/// <param name="Name">What it is called.</param>
/// <param name="BytesDone">How many of its bytes are there.</param>
/// <param name="BytesTotal">How many it has.</param>
public sealed record FileProgress(int Id, string Name, long BytesDone, long BytesTotal);
