using System.Diagnostics;
using System.Globalization;

namespace MlOps.Benchmarks.ListSageMaker;

/// <summary>A server of its own process that speaks like SageMaker and has many finished jobs.</summary>
internal sealed class StandInAccount : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the server.</summary>
    /// <param name="jobs">How many jobs it has.</param>
    /// <param name="latency">How long it waits before it answers a call, in milliseconds.</param>
    public StandInAccount(int jobs, int latency)
    {
        var program = Path.Combine(AppContext.BaseDirectory.Replace("MlOps.Benchmarks", "MlOps.StandIn", StringComparison.Ordinal), "MlOps.StandIn.dll");
        string[] arguments = [program, "account", "--jobs", jobs.ToString(CultureInfo.InvariantCulture), "--latency", latency.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo(System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Url = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>What a process needs to call it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = Url,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_DEFAULT_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
