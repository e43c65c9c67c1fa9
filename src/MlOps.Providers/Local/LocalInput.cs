namespace MlOps.Providers.Local;

/// <summary>The input channels of a local job: files and folders of this machine.</summary>
internal static class LocalInput
{
    /// <summary>The full path of a channel's data.</summary>
    /// <exception cref="MlOpsException">It is not on this machine.</exception>
    public static string Resolve(string channel, string location, string workingDirectory)
    {
        var path = location;
        if (location.Contains("://", StringComparison.Ordinal))
        {
            path = Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.IsFile
                ? uri.LocalPath
                : throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"The input '{channel}' is '{location}', and a local job reads files and folders of this machine only.",
                    "Copy the data here first and give its folder.",
                    location);
        }

        path = Path.GetFullPath(path, workingDirectory);
        return Path.Exists(path)
            ? path
            : throw new MlOpsException(ErrorCode.NotFound, $"The input '{channel}' is '{path}', and there is no such file or folder.", "Check the path in -InputData.", location);
    }
}
