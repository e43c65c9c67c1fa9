using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

/// <summary>The exit codes are those of pwsh 7.6, which was asked the same.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("exit -1", 255)]
    [InlineData("$true", 0)]
    [InlineData("Get-Command nope", 1)]
    [InlineData("Get-Command nope; 1", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("if (", 1)]
    [InlineData("sh -c 'exit 4'", 1)]
    [InlineData("sh -c 'exit 4'; exit $LASTEXITCODE", 4)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Command nope; 1", 1)]
    public async Task Of_a_command(string command, int expected) =>
        Assert.Equal(expected, (await ShellProcess.RunAsync(_folder, ["-Command", command])).ExitCode);

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("function f { exit 12 }; f; 1", 12)]
    [InlineData("Get-Command nope", 0)]
    [InlineData("sh -c 'exit 4'", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("if (1) {", 1)]
    [InlineData("try { throw 'x' } catch { exit 9 }", 9)]
    public async Task Of_a_script(string script, int expected)
    {
        _folder.File("s.ps1", script);
        Assert.Equal(expected, (await ShellProcess.RunAsync(_folder, ["s.ps1"])).ExitCode);
    }

    [Theory]
    [InlineData("1 + 1\nexit 4\n5", 4)]
    [InlineData("throw 'x'\n5\n", 0)]
    [InlineData("Get-Command nope\n", 1)]
    public async Task Of_standard_input(string script, int expected) =>
        Assert.Equal(expected, (await ShellProcess.RunAsync(_folder, ["-Command", "-"], script)).ExitCode);

    [Theory]
    [InlineData("nofile.ps1")]
    [InlineData("-File", "nofile.ps1")]
    [InlineData("-Nonsense")]
    [InlineData("-Command")]
    [InlineData("-Command", "-", "more")]
    public async Task Of_a_command_line_that_makes_no_sense(params string[] arguments)
    {
        var result = await ShellProcess.RunAsync(_folder, arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Of_a_shell_without_its_module()
    {
        var copy = Path.Combine(_folder.Path, "copy");
        CopyWithoutModule(Path.GetDirectoryName(Repository.Shell)!, copy);
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(Path.Combine(copy, "mlops"), ["-Command", "1"]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(70, process.ExitCode);
        Assert.StartsWith("mlops: The MlOps module is missing", error, StringComparison.Ordinal);
    }

    private static void CopyWithoutModule(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (!relative.StartsWith("Modules", StringComparison.Ordinal))
            {
                var target = Path.Combine(to, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }
}
