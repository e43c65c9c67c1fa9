using System.Text.RegularExpressions;
using MlOps.Providers.Configuration;

namespace MlOps.Providers.Google;

/// <summary>What the active configuration of the gcloud command line says.</summary>
internal static partial class GcloudConfiguration
{
    /// <summary>Reads one property.</summary>
    /// <param name="section">Its section: <c>core</c>.</param>
    /// <param name="property">Its name: <c>project</c>.</param>
    /// <returns>The value and its place; <see langword="null"/> when the configuration does not say.</returns>
    /// <exception cref="MlOpsException">A file cannot be read.</exception>
    public static VendorValue? Find(string section, string property)
    {
        var name = ActiveName();

        // gcloud's own rule for names; it also keeps the file inside the folder.
        if (!NamePattern().IsMatch(name))
        {
            return null;
        }

        var path = Path.Combine(Folder, "configurations", $"config_{name}");
        return IniFile.Find(path, section, property) is { } value ? new(value, $"{path} [{section}]") : null;
    }

    /// <summary>The folder in which gcloud keeps its files.</summary>
    public static string Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CLOUDSDK_CONFIG") is { Length: > 0 } folder)
            {
                return folder;
            }

            return OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gcloud")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".config", "gcloud");
        }
    }

    private static string ActiveName()
    {
        if (Environment.GetEnvironmentVariable("CLOUDSDK_ACTIVE_CONFIG_NAME") is { Length: > 0 } name)
        {
            return name;
        }

        var path = Path.Combine(Folder, "active_config");
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } active ? active : "default";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "default";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(ErrorCode.NotConfigured, $"The configuration file '{path}' cannot be read: {e.Message}", "Make the file readable, or set the value with Set-MlContext.", path, e);
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
