namespace MlOps;

/// <summary>Which paths are wanted: those that an include matches, or all when there is none, but for those that an exclude matches.</summary>
public sealed class GlobSet
{
    private readonly List<Glob> _include;
    private readonly List<Glob> _exclude;

    /// <summary>Reads the patterns.</summary>
    /// <param name="include">What is wanted; empty for everything.</param>
    /// <param name="exclude">What is not wanted all the same.</param>
    /// <exception cref="MlOpsException">A pattern is not one.</exception>
    public GlobSet(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        _include = [.. include.Select(pattern => new Glob(pattern))];
        _exclude = [.. exclude.Select(pattern => new Glob(pattern))];
    }

    /// <summary>Whether a path is wanted.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool Matches(string path) =>
        (_include.Count == 0 || _include.Exists(glob => glob.Matches(path))) && !_exclude.Exists(glob => glob.Matches(path));
}
