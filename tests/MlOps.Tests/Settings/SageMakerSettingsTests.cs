using Amazon.Runtime.CredentialManagement;
using MlOps.Providers;
using MlOps.Tests.Support;

namespace MlOps.Tests.Settings;

[Collection(ChangesProcessEnvironment.Name)]
public sealed class SageMakerSettingsTests : IDisposable
{
    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _home = new();

    public SageMakerSettingsTests()
    {
        _variables["HOME"] = _home.Path;
        foreach (var name in new[] { "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE" })
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
    public void Without_files_there_is_no_region_and_no_profile()
    {
        Assert.Equal(ContextSource.None, Get("SageMakerRegion").Source);
        Assert.Equal(ContextSource.None, Get("SageMakerProfile").Source);
    }

    [Fact]
    public void The_region_is_that_of_the_profile_in_force()
    {
        var file = _home.File(".aws/config", "[default]\nregion = eu-west-1\n\n[profile team]\nregion=eu-central-1\n");

        var unnamed = Get("SageMakerRegion");
        Assert.Equal("eu-west-1", unnamed.Value);
        Assert.Equal($"{file} [default]", unnamed.SourceDetail);

        _variables["AWS_PROFILE"] = "team";
        var named = Get("SageMakerRegion");
        Assert.Equal("eu-central-1", named.Value);
        Assert.Equal($"{file} [profile team]", named.SourceDetail);
    }

    [Fact]
    public void A_profile_without_a_region_does_not_take_another_profiles()
    {
        _home.File(".aws/config", "[default]\nregion = eu-west-1\n[profile team]\noutput = json\n");
        _variables["AWS_PROFILE"] = "team";
        Assert.Null(Get("SageMakerRegion").Value);
    }

    [Fact]
    public void Files_that_the_session_moves_are_found()
    {
        _variables["AWS_CONFIG_FILE"] = _home.File("elsewhere", "[default]\nregion = us-west-2\n");
        Assert.Equal("us-west-2", Get("SageMakerRegion").Value);

        _variables["AWS_SHARED_CREDENTIALS_FILE"] = _home.File("keys", "[default]\nregion = us-east-2\n");
        Assert.Equal("us-east-2", Get("SageMakerRegion").Value);
    }

    [Theory]
    [InlineData("[default]\nregion = eu-west-1\n")]
    [InlineData("[default]\nregion=eu-west-1")]
    [InlineData("# [default]\n[default]\n# region = us-east-1\nregion = eu-west-1\n")]
    [InlineData("[other]\nregion = us-east-1\n[default]\nregion = eu-west-1\n")]
    [InlineData("[default]\ns3 =\n  region = us-east-1\nregion = eu-west-1\n")]
    [InlineData("[profile default]\nregion = eu-west-1\n")]
    [InlineData("[default]\noutput = json\n")]
    public void The_region_is_the_one_that_the_SDK_reads(string config)
    {
        _home.File(".aws/config", config);
        var sdk = new SharedCredentialsFile(_home.File(".aws/credentials", "[default]\naws_access_key_id = a\naws_secret_access_key = b\n"));
        Assert.True(sdk.TryGetProfile("default", out var profile));

        Assert.Equal(profile.Region?.SystemName, Get("SageMakerRegion").Value);
    }

    [Theory]
    [InlineData("region = evil.example.com/")]
    [InlineData("region = eu-west-1\u0000")]
    [InlineData("region = ../../etc")]
    public void A_region_that_is_none_is_not_used(string line)
    {
        _home.File(".aws/config", $"[default]\n{line}\n");
        var value = Get("SageMakerRegion");
        Assert.Null(value.Value);
        Assert.Contains("a region such as", value.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var folder = Directory.CreateDirectory(_home.File(".aws/config")).FullName;
        Assert.Contains(folder, Get("SageMakerRegion").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SageMakerRegion", "us-gov-west-1", true)]
    [InlineData("SageMakerRegion", "eusc-de-east-1", true)]
    [InlineData("SageMakerRegion", "us-isob-east-1", true)]
    [InlineData("SageMakerRegion", "EU-WEST-1", false)]
    [InlineData("SageMakerProfile", "team a", true)]
    [InlineData("SageMakerProfile", "team]", false)]
    [InlineData("SageMakerRole", "arn:aws-us-gov:iam::123456789012:role/service-role/x_y", true)]
    [InlineData("SageMakerRole", "SageMaker", false)]
    [InlineData("SageMakerBucket", "my-training", true)]
    [InlineData("SageMakerBucket", "s3://my-training", false)]
    public void Values_are_checked_lightly(string name, string value, bool good) =>
        Assert.Equal(good, new ProviderCatalog().Settings.Single(setting => setting.Name == name).FindProblem(value).Length == 0);

    private MlContextValue Get(string name) =>
        new MlContext(new ProviderCatalog().Settings, new Dictionary<string, string>(), _home.File("context.json")).Get(name);
}
