using System.Diagnostics;
using System.Text;
using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

/// <summary>Runs the built shell as a user or a scheduler does: as a process, its streams redirected.</summary>
internal sealed class ShellProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ShellProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    public static ShellProcess Start(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Shell, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["MLOPS_HOME"] = Path.Combine(folder.Path, "home");
        start.Environment.Remove("NO_COLOR");
        return new ShellProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<ShellResult> RunAsync(TemporaryFolder folder, string[] arguments, string input = "")
    {
        using var shell = Start(folder, arguments);
        await shell.Input.WriteAsync(input);
        return await shell.EndAsync();
    }

    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<ShellResult> EndAsync(bool readOutput = true)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading to the end.
        }

        var output = readOutput ? await _process.StandardOutput.ReadToEndAsync(limit.Token) : "";
        await _process.WaitForExitAsync(limit.Token);
        return new ShellResult(_process.ExitCode, output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

/// <summary>What a run of the shell gave.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
