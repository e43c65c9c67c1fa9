using MlOps.Providers;
using MlOps.Tests.Support;

namespace MlOps.Tests.Settings;

[Collection(ChangesProcessEnvironment.Name)]
public sealed class VertexSettingsTests : IDisposable
{
    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _home = new();

    public VertexSettingsTests()
    {
        _variables["CLOUDSDK_CONFIG"] = _home.Path;
        foreach (var name in new[] { "GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT", "GOOGLE_CLOUD_REGION", "CLOUDSDK_AI_REGION", "CLOUDSDK_COMPUTE_REGION", "CLOUDSDK_ACTIVE_CONFIG_NAME" })
        {
            _variables[name] = null;
        }
    }

    public void Dispose()
    {
        _variables.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Without_a_configuration_there_is_no_project()
    {
        Assert.Equal(ContextSource.None, Get("VertexProject").Source);
        Assert.Equal(ContextSource.None, Get("VertexLocation").Source);
    }

    [Fact]
    public void The_default_configuration_is_read()
    {
        var file = _home.File("configurations/config_default", "[core]\naccount = me@example.com\nproject = my-project\n\n[compute]\nregion = europe-west4\n");
        var project = Get("VertexProject");
        Assert.Equal("my-project", project.Value);
        Assert.Equal($"{file} [core]", project.SourceDetail);
        Assert.Equal("europe-west4", Get("VertexLocation").Value);
    }

    [Fact]
    public void The_active_configuration_is_the_one_that_the_file_names_or_the_variable()
    {
        _home.File("active_config", "team\n");
        _home.File("configurations/config_team", "[core]\nproject = team-project\n");
        _home.File("configurations/config_mine", "[core]\nproject = mine-project\n");
        Assert.Equal("team-project", Get("VertexProject").Value);

        _variables["CLOUDSDK_ACTIVE_CONFIG_NAME"] = "mine";
        Assert.Equal("mine-project", Get("VertexProject").Value);
    }

    [Fact]
    public void The_region_for_AI_counts_more_than_the_one_for_machines()
    {
        _home.File("configurations/config_default", "[compute]\nregion = us-east1\n[ai]\nregion = us-central1\n");
        Assert.Equal("us-central1", Get("VertexLocation").Value);
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("NONE")]
    public void A_name_that_is_none_opens_no_file(string name)
    {
        _home.File("secret", "[core]\nproject = my-project\n");
        _home.File("active_config", name);
        Assert.Equal(ContextSource.None, Get("VertexProject").Source);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var folder = Directory.CreateDirectory(_home.File("active_config")).FullName;
        Assert.Contains(folder, Get("VertexProject").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VertexProject", "example.com:my-project", true)]
    [InlineData("VertexProject", "123456789", true)]
    [InlineData("VertexProject", "projects/my-project", false)]
    [InlineData("VertexLocation", "northamerica-northeast1", true)]
    [InlineData("VertexLocation", "global", false)]
    [InlineData("VertexBucket", "my_training.example.com", true)]
    [InlineData("VertexBucket", "gs://my-training", false)]
    [InlineData("VertexServiceAccount", "123-compute@developer.gserviceaccount.com", true)]
    [InlineData("VertexServiceAccount", "trainer", false)]
    public void Values_are_checked_lightly(string name, string value, bool good) =>
        Assert.Equal(good, new ProviderCatalog().Settings.Single(setting => setting.Name == name).FindProblem(value).Length == 0);

    private MlContextValue Get(string name) =>
        new MlContext(new ProviderCatalog().Settings, new Dictionary<string, string>(), _home.File("context.json")).Get(name);
}
