using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.Benchmarks.Tuning;

/// <summary>Python with Optuna, which answers one line of JSON with another.</summary>
internal sealed class OptunaProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it: the system's Python, which Debian's python3-optuna is for, or that of MLOPS_BENCHMARK_PYTHON.</summary>
    public OptunaProcess()
    {
        var python = Environment.GetEnvironmentVariable("MLOPS_BENCHMARK_PYTHON") ?? "/usr/bin/python3";
        _process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Tuning", "tuning.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // One thread each, as one search has it; numpy's would fight for the processors.
            Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
        })!;
    }

    /// <summary>Asks.</summary>
    /// <param name="command">What for.</param>
    /// <param name="function">The function that is searched.</param>
    /// <param name="more">What else the command needs.</param>
    /// <returns>Numbers.</returns>
    public double[] Ask(string command, TestFunction function, params (string Name, JsonNode? Value)[] more)
    {
        var request = new JsonObject { ["command"] = command, ["function"] = function.Name, ["noise"] = function.Noise, ["space"] = Space(function.Space) };
        foreach (var (name, value) in more)
        {
            request[name] = value;
        }

        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Optuna's process has ended.");
        return JsonSerializer.Deserialize<double[]>(answer)!;
    }

    /// <summary>A value in JSON.</summary>
    public static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType());

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static JsonArray Space(SearchSpace space) =>
    [
        .. space.Parameters.Select(parameter =>
        {
            var one = parameter.Domain switch
            {
                ChoiceDomain choice => new JsonObject { ["kind"] = "choice", ["values"] = new JsonArray([.. choice.Values.Select(Node)]) },
                IntegerDomain numbers => Numbers("integer", numbers.Low, numbers.High, numbers.Step, numbers.Scale),
                FloatDomain numbers => Numbers("float", numbers.Low, numbers.High, numbers.Step, numbers.Scale),
                _ => throw new InvalidOperationException("The domain is of no kind that Optuna has."),
            };
            one["name"] = parameter.Name;
            one["conditions"] = new JsonArray(
            [
                .. parameter.Conditions.Select(condition => condition.Range is { } range
                    ? new JsonObject { ["parent"] = condition.Parent, ["low"] = range.Low, ["high"] = range.High }
                    : new JsonObject { ["parent"] = condition.Parent, ["values"] = new JsonArray([.. condition.Values.Select(Node)]) }),
            ]);
            return one;
        }),
    ];

    private static JsonObject Numbers(string kind, double low, double high, double? step, MlRangeScale scale) =>
        new() { ["kind"] = kind, ["low"] = low, ["high"] = high, ["step"] = scale == MlRangeScale.Linear ? step : null, ["log"] = scale == MlRangeScale.Log };
}
