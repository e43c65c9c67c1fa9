using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.Providers.Vertex.Trials;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>The script around a fake program, as the first process of a container would be it.</summary>
internal sealed class TrialProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="folder">Where its files are.</param>
    /// <param name="shell">The shell that runs the script.</param>
    /// <param name="path">Where programs are looked for.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Further variables.</param>
    public TrialProcess(TemporaryFolder folder, string shell, string path, IEnumerable<string> command, params IEnumerable<(string Name, string Value)> variables)
    {
        MetricFile = folder.File("metrics/output.metrics");
        var start = TrialTools.Start(shell, ["-c", TrialScript.Text, "mlops-trial", .. command]);
        start.Environment["PATH"] = path;
        start.Environment["TMPDIR"] = folder.Path;
        start.Environment["CLOUD_ML_HP_METRIC_FILE"] = MetricFile;
        start.Environment["CLOUD_ML_TRIAL_ID"] = "7";
        start.Environment["MLOPS_TRIAL_ARGUMENTS"] = $"{command.Count()}\t0\ts";
        start.Environment["MLOPS_TRIAL_METRIC"] = TrialMetric.Of("val_loss", new("val_loss", @"val_loss=(\S+)"));
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _errors = _process.StandardError.ReadToEndAsync(Stop);
    }

    public string MetricFile { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A program for <c>sh -c</c>, its further arguments behind it.</summary>
    public static string[] Program(string script, params string[] arguments) => ["sh", "-c", script, "fake", .. arguments];

    public async Task<string> Line() => await _process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop) ?? throw new InvalidOperationException("The output has ended.");

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Errors)> End()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
        await _process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(60), Stop);
        return (_process.ExitCode, output, await _errors);
    }

    public async Task Send(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(Stop);
    }

    /// <summary>What the file says once it says so much: it is replaced as a whole, so that each look sees whole lines.</summary>
    public async Task<IReadOnlyList<JsonNode>> Metrics(int count)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            var lines = File.Exists(MetricFile) ? await File.ReadAllLinesAsync(MetricFile, Stop) : [];
            if (lines.Length >= count)
            {
                return [.. lines.Select(line => JsonNode.Parse(line)!)];
            }

            await Task.Delay(10, Stop);
        }

        throw new TimeoutException("The file did not come.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Bytes as the texts have them that are read here.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
