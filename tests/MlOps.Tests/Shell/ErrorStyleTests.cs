using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

public sealed class ErrorStyleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_error_says_what_is_wrong_and_what_to_do_about_it()
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", "Get-MlJob nope -Provider Local"]);
        Assert.Empty(result.Output);
        var lines = result.Error.TrimEnd('\n').Split('\n');
        Assert.Equal("Get-MlJob: There is no job 'nope' on Local.", lines[0]);
        Assert.StartsWith("  → ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_script_it_says_where()
    {
        _folder.File("night.ps1", "function f {\n  Get-Command nope\n}\nf\nthrow 'bad'");
        var result = await ShellProcess.RunAsync(_folder, ["night.ps1"]);
        Assert.Equal(
            "night.ps1:2: nope: The term 'nope' is not recognized as a name of a cmdlet, function, script file, or executable program.\nnight.ps1:5: Error: bad\n",
            result.Error);
    }

    [Fact]
    public async Task A_script_that_cannot_be_read_shows_each_place()
    {
        _folder.File("bad.ps1", "if (1) {\n  foo(\n}\n");
        var result = await ShellProcess.RunAsync(_folder, ["bad.ps1"]);
        Assert.StartsWith("bad.ps1:2:7: An expression was expected after '('.\n      foo(\n          ~\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-Command nope -ea SilentlyContinue; $Error[0]")]
    [InlineData("Get-Command nope 2>&1")]
    [InlineData("Get-Command nope 2>&1 | Out-Default")]
    public async Task An_error_is_never_a_table(string command)
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", command]);
        Assert.Empty(result.Output);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }
}
