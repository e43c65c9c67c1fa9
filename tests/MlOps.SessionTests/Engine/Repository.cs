namespace MlOps.SessionTests.Engine;

/// <summary>Where things are in the repository that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Manifest { get; } = Path.Combine(Root, "MlOps.psd1");

    public static string Tests { get; } = Path.Combine(Root, "tests");

    /// <summary>This project's own folder.</summary>
    public static string Project { get; } = Path.Combine(Tests, "MlOps.SessionTests");

    /// <summary>What MlOps.EngineHost was built to, in the configuration of these tests.</summary>
    public static string EngineHost { get; } = AppContext.BaseDirectory.Replace("MlOps.SessionTests", "MlOps.EngineHost", StringComparison.Ordinal);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MlOps.slnx"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run from their repository."));
}
