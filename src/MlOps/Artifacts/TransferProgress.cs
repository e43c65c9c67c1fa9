namespace MlOps;

/// <summary>How far a transfer is.</summary>
/// <param name="FilesDone">How many files are through, whether transferred, unchanged or failed.</param>
/// <param name="FilesTotal">How many files there are.</param>
/// <param name="BytesDone">The bytes of the files that are through, and those of the current file so far.</param>
/// <param name="BytesTotal">The bytes of all files as they were listed.</param>
/// <param name="Path">The current file's path in the job's name space.</param>
public sealed record TransferProgress(int FilesDone, int FilesTotal, long BytesDone, long BytesTotal, string Path);
