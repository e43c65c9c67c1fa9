using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

public sealed class InputAndOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Name=a X=True N=7 Rest=", "-Name", "a", "-X", "-N", "7")]
    [InlineData("Name=a X=False N=1 Rest=", "-Name:a", "-X:$false")]
    [InlineData("Name=b X=True N=2 Rest=c d", "-X:$true", "b", "2", "c", "d")]
    [InlineData("Name=-5 X=False N=1 Rest=", "-Name", "-5")]
    public async Task Arguments_of_a_script_are_bound_as_parameters(string expected, params string[] arguments)
    {
        _folder.File("s.ps1", "param([string]$Name, [switch]$X, [int]$N = 1, [Parameter(ValueFromRemainingArguments)]$Rest) \"Name=$Name X=$X N=$N Rest=$Rest\"");
        Assert.Equal(expected + "\n", (await ShellProcess.RunAsync(_folder, ["s.ps1", .. arguments])).Output);
    }

    [Fact]
    public async Task Statements_on_standard_input_run_as_soon_as_they_are_complete()
    {
        using var shell = ShellProcess.Start(_folder, "-Command", "-");
        await shell.Input.WriteLineAsync("'first'");
        await shell.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("first", await shell.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        await shell.Input.WriteAsync("if ($false) {\n  1\n}\nelse {\n  'second'\n}\n");
        Assert.Equal("second\n", (await shell.EndAsync()).Output);
    }

    [Theory]
    [InlineData("$input | ForEach-Object { \"<$_>\" }", "<a>\n<ü>\n")]
    [InlineData("cat", "a\nü\n")]
    public async Task Standard_input_is_the_commands_or_its_programs(string command, string expected) =>
        Assert.Equal(expected, (await ShellProcess.RunAsync(_folder, ["-Command", command], "a\nü\n")).Output);

    [Fact]
    public async Task Each_kind_of_object_gets_its_own_view()
    {
        var output = (await ShellProcess.RunAsync(_folder, ["-Command", "Get-MlContext DefaultProvider; Get-Command Get-MlJob; 'text'; Get-Command Wait-MlJob"])).Output;
        Assert.Contains("SourceDetail", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("CommandType ").Length);
        Assert.DoesNotContain("ImplementingType", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_data_is_on_standard_output_and_all_else_on_standard_error()
    {
        var result = await ShellProcess.RunAsync(
            _folder, ["-Command", "$VerbosePreference = $DebugPreference = 'Continue'; 'data'; Write-Warning w; Write-Verbose v; Get-Command nope; [Console]::WriteLine('also data')"]);
        Assert.Equal("data\nalso data\n", result.Output);
        Assert.Equal("WARNING: w\nVERBOSE: v\nnope: The term 'nope' is not recognized as a name of a cmdlet, function, script file, or executable program.\n", result.Error);
    }

    [Fact]
    public async Task Without_a_terminal_tables_are_160_wide_and_nothing_is_coloured()
    {
        var result = await ShellProcess.RunAsync(
            _folder, ["-Command", "[pscustomobject]@{ a = 'x' * 300; b = 1 }; $PSStyle.Foreground.Red + 'red'; Get-Command nope; $Host.UI.RawUI.BufferSize.Width"]);
        Assert.InRange(result.Output.Split('\n').Max(l => l.Length), 155, 160);
        Assert.Contains("\n160\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
        Assert.DoesNotContain('\uFEFF', result.Output);
    }

    [Fact]
    public async Task Progress_is_plain_lines_and_not_many()
    {
        var result = await ShellProcess.RunAsync(
            _folder, ["-Command", "1..200 | ForEach-Object { $Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'Counting', \"step $_\")) }; 'done'"]);
        Assert.Equal("done\n", result.Output);
        Assert.Equal(["Counting: step 1", "Counting: step 200"], result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Output_for_which_there_is_no_reader_any_more_ends_the_pipeline_in_silence()
    {
        using var shell = ShellProcess.Start(_folder, "-Command", "$i = 0; while ($true) { $i++; $i }");
        Assert.Equal("1", await shell.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        shell.Output.BaseStream.Close();
        var result = await shell.EndAsync(readOutput: false);
        Assert.Equal((141, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_program_that_the_shell_starts_adds_to_the_same_file()
    {
        var file = _folder.File("out.txt");
        using var process = System.Diagnostics.Process.Start("sh", ["-c", $"'{Repository.Shell}' -Command \"1; sh -c 'echo 2'; 3\" > '{file}'"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1\n2\n3\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }
}
