using System.Diagnostics;

namespace MlOps.Benchmarks;

/// <summary>A server of its own process that speaks like a cloud.</summary>
internal sealed class StandIn : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the server.</summary>
    /// <param name="arguments">What it stands in for (<c>account</c>, <c>project</c>, <c>store</c>), and its options.</param>
    public StandIn(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("MlOps.Benchmarks", "MlOps.StandIn", StringComparison.Ordinal), "MlOps.StandIn.dll");
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Url = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
