using System.Diagnostics;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>A process that transfers, as the cmdlets do, and can be killed.</summary>
internal sealed class TransferProcess : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    private TransferProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts a transfer.</summary>
    /// <param name="url">Where both stores are called.</param>
    /// <param name="home">Where it keeps its notes.</param>
    /// <param name="arguments">What it does.</param>
    /// <param name="launcher">A program with arguments that starts it; empty for none.</param>
    public static TransferProcess Start(string url, string home, string[] arguments, params string[] launcher)
    {
        string[] command = [.. launcher, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Repository.TransferHost, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in new[]
        {
            ("MLOPS_HOME", home), ("AWS_ENDPOINT_URL_S3", url), ("STORAGE_EMULATOR_HOST", url), ("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "AKIAMADEUPMADEUPMADE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_CONFIG_FILE", Path.Combine(home, "none")), ("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(home, "none")), ("DOTNET_TieredPGO", "0"),
        })
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits until it begins.</summary>
    public async Task BegunAsync() => Assert.Equal("begun", await ReadAsync() ?? await _errors);

    /// <summary>Waits for its end.</summary>
    /// <returns>What it said, line by line. The last line is what it came to.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        while (await ReadAsync() is not null)
        {
        }

        await _process.WaitForExitAsync(Stop).WaitAsync(s_longest, Stop);
        Assert.True(_process.ExitCode is 0 or 1, $"It ended with {_process.ExitCode}: {await _errors}");
        return _lines;
    }

    /// <summary>Waits for its end, and kills it when it takes too long.</summary>
    /// <returns>Whether it was killed.</returns>
    public async Task<bool> KillAsync(TimeSpan after)
    {
        using var limit = new CancellationTokenSource(after);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(Stop);

            // It may have ended by itself at the last moment.
            return _process.ExitCode != 0;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string?> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(s_longest, Stop);
        if (line is not null)
        {
            _lines.Add(line);
        }

        return line;
    }
}
