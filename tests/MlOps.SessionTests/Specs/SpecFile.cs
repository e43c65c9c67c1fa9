using System.Text.Json;
using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Specs;

/// <summary>Reads and runs spec files with the stand-in for Pester.</summary>
internal static class SpecFile
{
    /// <summary>Lists the tests of some files.</summary>
    public static async Task<IReadOnlyList<SpecTest>> DiscoverAsync(params IReadOnlyList<string> files)
    {
        using var folder = new TemporaryFolder();
        var tests = folder.File("tests");
        var result = await new EngineSession().RunAsync(StandIn("Discover.ps1"), [tests, .. files]);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.Error);
        }

        return [.. ReadLines(tests).Select(line => new SpecTest(line["file"], line.GetValueOrDefault("id", ""), line.GetValueOrDefault("name") ?? line["error"]))];
    }

    /// <summary>Runs a file whole, in a session and with a home of its own.</summary>
    /// <returns>What came of each test, by its id. What is not there was not reached.</returns>
    public static async Task<(IReadOnlyDictionary<string, SpecOutcome> Outcomes, EngineResult Session)> RunAsync(string file)
    {
        using var folder = new TemporaryFolder();
        var results = folder.File("results");
        var testDrive = Directory.CreateDirectory(folder.File("drive")).FullName;
        var session = new EngineSession
        {
            Timeout = TimeSpan.FromMinutes(10),

            // The file's own helper sets one too. This one is for a spec that forgets: no test may touch its user's jobs.
            Variables = new Dictionary<string, string> { ["MLOPS_HOME"] = folder.File("home") },
        };
        var result = await session.RunAsync(StandIn("Run.ps1"), file, results, testDrive);
        var outcomes = new Dictionary<string, SpecOutcome>();
        foreach (var line in ReadLines(results))
        {
            outcomes[line["id"]] = new SpecOutcome(line["outcome"], line["message"]);
        }

        return (outcomes, result);
    }

    private static string StandIn(string script) => Path.Combine(Repository.Project, "StandIn", script);

    private static IEnumerable<Dictionary<string, string>> ReadLines(string path) =>
        File.Exists(path) ? File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!) : [];
}
