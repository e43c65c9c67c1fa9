namespace MlOps;

/// <summary>Files of this machine that have to be in a store before a job can read them.</summary>
/// <param name="LocalPath">The file or folder that was named.</param>
/// <param name="Files">The files, as they were when <paramref name="Target"/> was made of their content: one that has another size or time by now must not be sent there.</param>
/// <param name="Target">The folder that they go to, with a slash at its end: each to its relative path below it. What is there already has the same content.</param>
public sealed record StagedInput(string LocalPath, IReadOnlyList<SourceFile> Files, string Target)
{
    /// <summary>The bytes of all files.</summary>
    public long Size => Files.Sum(file => file.Size);
}
