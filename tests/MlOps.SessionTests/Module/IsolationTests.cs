using System.Text.Json;
using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Module;

/// <summary>The module and another one that brings old versions of the same packages, in one session.</summary>
public class IsolationTests
{
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Old_packages_stay_what_the_session_sees_and_ours_stay_apart(string order)
    {
        using var home = new TemporaryFolder();
        var session = new EngineSession { Variables = new Dictionary<string, string> { ["MLOPS_HOME"] = home.Path } };
        var script = Path.Combine(Repository.Project, "Module", "Scripts", "Isolation.ps1");
        var output = (await session.RunAsync(script, order, Repository.Manifest, Path.Combine(Repository.EngineHost, "old"))).Succeeded();
        var facts = JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;

        var bin = Path.Combine(Repository.Root, "module", "bin");
        Assert.Equal(Path.Combine(bin, "MlOps.dll"), facts["job"]);
        Assert.Equal($"4.0.0.0 {Path.Combine(bin, "providers", "AWSSDK.Core.dll")}", facts["ourCore"]);
        Assert.Equal("eu-central-1", facts["coreWorks"]);
        Assert.Equal("1", facts["contexts"]);
        Assert.Equal("Local", facts["setting"]);
        Assert.Equal("True", facts["checks"]);
        Assert.Equal("Local", facts["settingAfterwards"]);

        // The version that assemblies of 3.7 carry.
        Assert.Equal("3.3.0.0", facts["sessionCore"]);
        Assert.Equal("eu-central-1", facts["sessionCoreWorks"]);
        Assert.Equal("True", facts["sessionJsonIsTheEngines"]);
        Assert.Equal("9.0.0.0", facts["oldJson"]);
        Assert.Equal("0", facts["vendorsInDefault"]);
    }
}
