using System.Diagnostics;

namespace MlOps.SessionTests.Engine;

/// <summary>Runs a script in a new session of the embedded engine, in a process of its own.</summary>
internal sealed record EngineSession
{
    // As many as there are cores: more at once only makes each of them slow enough to run into a time limit.
    private static readonly SemaphoreSlim s_slots = new(Environment.ProcessorCount);

    /// <summary>The folder that the session starts in.</summary>
    public string Folder { get; init; } = Repository.Root;

    /// <summary>How many columns a table may take.</summary>
    public int Width { get; init; } = 120;

    /// <summary>The session's culture.</summary>
    public string Culture { get; init; } = "en-US";

    /// <summary>What is set in its environment, beyond this process's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>After what time the process is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script to its end.</summary>
    public async Task<EngineResult> RunAsync(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(Repository.EngineHost, "MlOps.EngineHost.dll"), "--width", $"{Width}", "--culture", Culture, script, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        await s_slots.WaitAsync();
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var limit = new CancellationTokenSource(Timeout);
            try
            {
                await process.WaitForExitAsync(limit.Token);

                // A job that the script started may hold the streams open for longer than the session lives.
                await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(10), limit.Token));
                return new EngineResult(process.ExitCode, TextOf(output), TextOf(error));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new EngineResult(-1, TextOf(output), $"{TextOf(error)}\nNot ended after {Timeout}.");
            }
        }
        finally
        {
            s_slots.Release();
        }
    }

    private static string TextOf(Task<string> stream) => stream.IsCompletedSuccessfully ? stream.Result : "";
}
