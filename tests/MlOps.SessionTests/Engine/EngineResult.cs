namespace MlOps.SessionTests.Engine;

/// <summary>What came of a session.</summary>
internal sealed record EngineResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output of a session that has to have gone well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0 && Error.Length == 0, $"Exit code {ExitCode}.\n{Error}\n{Output}");
        return Output;
    }
}
