using MlOps.Providers.Configuration;

namespace MlOps.Providers.SageMaker;

/// <summary>What the files of the AWS command line say about a profile. They are read here and not through the SDK, which fixes the files' places when it is loaded and refuses a whole profile for one bad key; this way a variable that is set in the session counts.</summary>
internal static class AwsProfile
{
    private const string DefaultName = "default";

    /// <summary>Reads a profile's region.</summary>
    /// <param name="name">The profile; <see langword="null"/> for the default one.</param>
    /// <returns>The region and its place; <see langword="null"/> when the files do not say.</returns>
    /// <exception cref="MlOpsException">A file cannot be read.</exception>
    public static VendorValue? FindRegion(string? name)
    {
        name ??= DefaultName;

        // As for every AWS tool, what the credentials file says counts more.
        return Find(CredentialsFile, name) ?? Find(ConfigFile, $"profile {name}") ?? (name == DefaultName ? Find(ConfigFile, name) : null);
    }

    private static string ConfigFile => Place("AWS_CONFIG_FILE", "config");

    private static string CredentialsFile => Place("AWS_SHARED_CREDENTIALS_FILE", "credentials");

    private static VendorValue? Find(string path, string section) =>
        IniFile.Find(path, section, "region") is { } region ? new(region, $"{path} [{section}]") : null;

    private static string Place(string variable, string file) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path
            ? path
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".aws", file);
}
