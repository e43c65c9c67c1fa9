namespace MlOps;

/// <summary>Which of a job's files are archives that SageMaker packed, and how their members are called in the name space of the job.</summary>
public static class PackedPath
{
    private const string Model = "model/";
    private const string Output = "output/";
    private const string Data = "data/";
    private const string TensorBoard = "tensorboard/";
    private const string Logs = "logs/";
    private const string Checkpoints = "checkpoints/";

    private static readonly string[] Endings = [".tar.gz", ".tgz", ".tar"];

    /// <summary>The folder that a packed file stands for.</summary>
    /// <param name="path">The path of the file in the job's name space: <c>model/model.tar.gz</c>.</param>
    /// <returns>The folder with a slash at its end: <c>model/</c>; <see langword="null"/> when the file is not one that SageMaker packs.</returns>
    public static string? Mount(string path) => Is(path, Model, "model") ? Model : Is(path, Output, "output") ? Output : null;

    /// <summary>
    /// The path of a member in the job's name space. The folders <c>logs/</c> and <c>checkpoints/</c> keep their names, <c>tensorboard/</c> is <c>logs/</c>, <c>data/</c> of
    /// the packed output is <c>output/</c>; everything else goes below the folder that the packed file stands for.
    /// </summary>
    /// <param name="mount">The folder of <see cref="Mount"/>.</param>
    /// <param name="member">The member's name. A hostile one stays hostile, so that <see cref="SafePath"/> refuses it.</param>
    /// <returns>The path.</returns>
    public static string Of(string mount, string member) =>
        IsBelow(member, Logs) || IsBelow(member, Checkpoints) ? member
        : IsBelow(member, TensorBoard) ? Logs + member[TensorBoard.Length..]
        : mount == Output && IsBelow(member, Data) ? Output + member[Data.Length..]
        : mount + member;

    private static bool Is(string path, string folder, string name) =>
        path.StartsWith(folder, StringComparison.Ordinal) && Array.Exists(Endings, ending => path.AsSpan(folder.Length).SequenceEqual(name + ending));

    private static bool IsBelow(string member, string folder) => member.StartsWith(folder, StringComparison.Ordinal);
}
