using System.Collections.Concurrent;
using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Specs;

/// <summary>Every <c>It</c> of every <c>tests/*.Tests.ps1</c>, a test each. A file is run once, when the first of its tests is.</summary>
public class SpecFileTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(IReadOnlyDictionary<string, SpecOutcome> Outcomes, EngineResult Session)>>> s_runs = new();

    public static async Task<IEnumerable<TheoryDataRow<string, string>>> AllTests()
    {
        var tests = await SpecFile.DiscoverAsync([.. Directory.GetFiles(Repository.Tests, "*.Tests.ps1").Order(StringComparer.Ordinal)]);
        return tests.Select(test => new TheoryDataRow<string, string>(Path.GetFileName(test.File), test.Id) { TestDisplayName = $"{Path.GetFileName(test.File)} > {test.Name}" });
    }

    [Theory]
    [MemberData(nameof(AllTests))]
    public async Task Spec(string file, string id)
    {
        Assert.True(id.Length > 0, "The file cannot be read; its name above says why.");
        var run = s_runs.GetOrAdd(file, name => new(() => SpecFile.RunAsync(Path.Combine(Repository.Tests, name))));
        var (outcomes, session) = await run.Value;
        var outcome = outcomes.GetValueOrDefault(id) ?? new("Failed", $"The file's session ended before this test, with exit code {session.ExitCode}.\n{session.Error}");
        Assert.SkipWhen(outcome.Outcome == "Skipped", outcome.Message);
        if (outcome.Outcome != "Passed")
        {
            Assert.Fail(outcome.Message);
        }
    }
}
