using MlOps.Providers.Configuration;

namespace MlOps.Providers.Aws;

/// <summary>What the files of the AWS command line say about a profile. They are read here and not through the SDK, which fixes the files' places when it is loaded and refuses a whole profile for one bad key; this way a variable that is set in the session counts.</summary>
internal static class AwsFiles
{
    /// <summary>The profile that is taken when none is named.</summary>
    public const string DefaultProfile = "default";

    /// <summary>Reads one value of a profile.</summary>
    /// <param name="profile">The profile; <see langword="null"/> for the default one.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value and its place; <see langword="null"/> when the files do not say.</returns>
    /// <exception cref="MlOpsException">A file cannot be read.</exception>
    public static VendorValue? Find(string? profile, string key)
    {
        profile ??= DefaultProfile;

        // As for every AWS tool, what the credentials file says counts more.
        return Find(CredentialsFile, profile, key) ?? Find(ConfigFile, $"profile {profile}", key) ?? (profile == DefaultProfile ? Find(ConfigFile, profile, key) : null);
    }

    /// <summary>Reads one value of a section that profiles share for single sign-on.</summary>
    /// <param name="session">The section's name.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value; <see langword="null"/> when the file does not say.</returns>
    /// <exception cref="MlOpsException">The file cannot be read.</exception>
    public static string? FindInSession(string session, string key) => IniFile.Find(ConfigFile, $"sso-session {session}", key);

    /// <summary>What changes whenever one of the files does.</summary>
    /// <returns>The files' paths and times.</returns>
    public static IEnumerable<string> Stamps() => new[] { ConfigFile, CredentialsFile }.Select(path => $"{path}:{File.GetLastWriteTimeUtc(path).Ticks}");

    private static string ConfigFile => Place("AWS_CONFIG_FILE", "config");

    private static string CredentialsFile => Place("AWS_SHARED_CREDENTIALS_FILE", "credentials");

    private static VendorValue? Find(string path, string section, string key) =>
        IniFile.Find(path, section, key) is { } value ? new(value, $"{path} [{section}]") : null;

    private static string Place(string variable, string file) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path
            ? path
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".aws", file);
}
