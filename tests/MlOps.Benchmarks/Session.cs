using System.Diagnostics;

namespace MlOps.Benchmarks;

/// <summary>Sessions of the embedded engine, each in a new process.</summary>
internal static class Session
{
    /// <summary>The manifest of the module that was built with the benchmarks.</summary>
    public static string Manifest { get; } = Path.Combine(FindRoot(AppContext.BaseDirectory), "MlOps.psd1");

    /// <summary>The program that runs a script in the engine, and the arguments that go before the script.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Host { get; } = (
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory.Replace("MlOps.Benchmarks", "MlOps.EngineHost", StringComparison.Ordinal), "MlOps.EngineHost.dll")]);

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>How long the process lived, in milliseconds, and what it wrote.</returns>
    public static async Task<(double Milliseconds, string Output)> RunAsync(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Host.Program, [.. Host.Arguments, script, .. arguments]) { RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (watch.Elapsed.TotalMilliseconds, output) : throw new InvalidOperationException($"{script} ended with exit code {process.ExitCode}.");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MlOps.slnx"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The benchmarks do not run from their repository."));
}
