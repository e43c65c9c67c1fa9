using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_pipeline(string signal, int expected)
    {
        using var shell = ShellProcess.Start(_folder, "-Command", "try { 'ready'; Start-Sleep 60 } finally { [IO.File]::WriteAllText('cleaned', '') }; 'not here'");
        Assert.Equal("ready", await shell.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        await shell.SignalAsync(signal);
        var result = await shell.EndAsync();
        Assert.Equal((expected, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.True(File.Exists(_folder.File("cleaned")));
    }
}
