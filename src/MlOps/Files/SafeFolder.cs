using System.Collections.Concurrent;

namespace MlOps;

/// <summary>A folder that many files with names of somebody else's choice are written below. Where links lead is looked at once for each folder in it.</summary>
/// <param name="root">The folder. It need not exist.</param>
public sealed class SafeFolder(string root)
{
    private readonly ConcurrentDictionary<string, bool> _inside = new(StringComparer.Ordinal);

    /// <summary>The full path of a name below the folder, as <see cref="SafePath.Resolve"/> gives it.</summary>
    /// <param name="relativePath">The name, with forward slashes.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="MlOpsException">The name is refused, or a symbolic link on the way leaves the folder.</exception>
    public string Resolve(string relativePath)
    {
        var (full, path) = SafePath.Join(root, relativePath);
        var folder = Path.GetDirectoryName(path)!;
        if (!_inside.ContainsKey(folder))
        {
            SafePath.RequireInside(full, folder, relativePath);
            _inside[folder] = true;
        }

        return path;
    }
}
