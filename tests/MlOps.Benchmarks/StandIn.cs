using System.Diagnostics;
using System.Globalization;

namespace MlOps.Benchmarks.CloudLists;

/// <summary>A server of its own process that speaks like a cloud and has many finished jobs.</summary>
internal sealed class StandIn : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the server.</summary>
    /// <param name="kind">What it stands in for: <c>account</c> (AWS) or <c>project</c> (Google Cloud).</param>
    /// <param name="jobs">How many jobs it has.</param>
    /// <param name="latency">How long it waits before it answers a call, in milliseconds.</param>
    public StandIn(string kind, int jobs, int latency)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("MlOps.Benchmarks", "MlOps.StandIn", StringComparison.Ordinal), "MlOps.StandIn.dll");
        string[] arguments = [program, kind, "--jobs", jobs.ToString(CultureInfo.InvariantCulture), "--latency", latency.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
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
