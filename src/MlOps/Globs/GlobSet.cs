namespace MlOps;

/// <summary>Which paths are wanted: those that one pattern includes and none excludes.</summary>
public sealed class GlobSet
{
    private readonly Glob[] _include;
    private readonly Glob[] _exclude;

    /// <summary>Reads the patterns; see <see cref="Glob"/>.</summary>
    /// <param name="include">What is wanted; empty for everything.</param>
    /// <param name="exclude">What is not wanted, whatever includes it.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a pattern cannot be read.</exception>
    public GlobSet(IEnumerable<string> include, IEnumerable<string> exclude)
    {
        _include = [.. include.Select(pattern => new Glob(pattern))];
        _exclude = [.. exclude.Select(pattern => new Glob(pattern))];
    }

    /// <summary>Every path.</summary>
    public static GlobSet Everything { get; } = new([], []);

    /// <summary>Whether a path is named by itself, not by a wildcard, among what is wanted.</summary>
    /// <param name="path">The path.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool Names(string path) => Array.Exists(_include, glob => glob.Pattern == path);

    /// <summary>Whether a path is wanted.</summary>
    /// <param name="path">The path, with forward slashes and none in front.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool Matches(string path) =>
        (_include.Length == 0 || Array.Exists(_include, glob => glob.Matches(path))) && !Array.Exists(_exclude, glob => glob.Matches(path));
}
