namespace MlOps;

/// <summary>How far a transfer is.</summary>
/// <param name="Path">The file that is on its way.</param>
/// <param name="FilesDone">How many files are done.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="BytesDone">How many bytes are done.</param>
/// <param name="Bytes">How many bytes there are.</param>
public sealed record TransferProgress(string Path, int FilesDone, int Files, long BytesDone, long Bytes);
