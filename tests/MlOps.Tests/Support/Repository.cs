namespace MlOps.Tests.Support;

/// <summary>The places of what the tests look at.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The assembly of the cmdlets where the compiler put it, with its documentation beside it.</summary>
    public static string CmdletAssembly { get; } = Path.Combine(Root, "src", "MlOps.Cmdlets", "bin", BuildFolder, "MlOps.Cmdlets.dll");

    /// <summary>The shell as the build leaves it, with the module beside it.</summary>
    public static string Shell { get; } = Path.Combine(Root, "src", "MlOps.Shell", "bin", BuildFolder, "mlops");

    /// <summary>The program that transfers once.</summary>
    public static string TransferHost { get; } = Path.Combine(Root, "tests", "MlOps.TransferHost", "bin", BuildFolder, "MlOps.TransferHost.dll");

    // The tests are built as the cmdlets are: bin/Debug/net10.0.
    private static string BuildFolder => Path.GetRelativePath(Path.Combine(Root, "tests", "MlOps.Tests", "bin"), AppContext.BaseDirectory);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MlOps.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below the solution.");
        }

        return folder;
    }
}
