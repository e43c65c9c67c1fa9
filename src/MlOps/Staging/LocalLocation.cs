namespace MlOps;

/// <summary>Tells what is on this machine from what is in a store.</summary>
public static class LocalLocation
{
    /// <summary>The path that a location stands for.</summary>
    /// <param name="location">A path, a <c>file://</c> address, or the address of a store.</param>
    /// <param name="workingDirectory">The folder that a relative path counts from.</param>
    /// <returns>The full path, without a slash at its end; <see langword="null"/> when it is no place on this machine.</returns>
    public static string? Path(string location, string workingDirectory)
    {
        var path = !location.Contains("://", StringComparison.Ordinal) ? location
            : Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath
            : null;
        return path is null ? null
            : System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.IsPathFullyQualified(path) ? System.IO.Path.GetFullPath(path) : System.IO.Path.GetFullPath(path, workingDirectory));
    }
}
