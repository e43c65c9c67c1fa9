using MlOps.Providers.Aws;
using MlOps.Tests.SageMaker;

namespace MlOps.Tests.Aws;

/// <summary>Addresses that are configured instead of the services' own.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class EndpointSettingTests : IAsyncDisposable
{
    private static readonly AwsSettings s_settings = new("eu-central-1", null);

    private readonly SageMakerFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Without_a_setting_it_is_the_service_s_own()
    {
        Assert.Equal("https://api.sagemaker.eu-central-1.amazonaws.com/", Address(AwsService.SageMaker));
        Assert.Equal("https://logs.eu-central-1.amazonaws.com/", Address(AwsService.Logs));
    }

    [Fact]
    public void A_service_s_own_variable_beats_that_of_all_and_that_the_profile()
    {
        _fixture.Folder.File("aws-config", "[default]\nendpoint_url = https://profile.example\n");
        Assert.Equal("https://profile.example/", Address(AwsService.SageMaker));

        _fixture.Variables["AWS_ENDPOINT_URL"] = "https://all.example";
        Assert.Equal("https://all.example/", Address(AwsService.SageMaker));

        _fixture.Variables["AWS_ENDPOINT_URL_SAGEMAKER"] = "https://sagemaker.example";
        _fixture.Variables["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = "https://logs.example";
        Assert.Equal("https://sagemaker.example/", Address(AwsService.SageMaker));
        Assert.Equal("https://logs.example/", Address(AwsService.Logs));
    }

    [Fact]
    public void Configured_addresses_can_be_ignored()
    {
        _fixture.Variables["AWS_ENDPOINT_URL"] = "https://all.example";
        _fixture.Variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";

        Assert.Equal("https://api.sagemaker.eu-central-1.amazonaws.com/", Address(AwsService.SageMaker));
    }

    [Fact]
    public void The_address_is_that_of_the_profile_in_force()
    {
        _fixture.Folder.File("aws-config", "[default]\nendpoint_url = https://default.example\n[profile team]\nendpoint_url = https://team.example\n");

        Assert.Equal("https://team.example/", new AwsSettings("eu-central-1", "team").Endpoint(AwsService.SageMaker).AbsoluteUri);
    }

    [Theory]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("https://example.com", true)]
    [InlineData("http://example.com", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("ftp://localhost", false)]
    [InlineData("example.com", false)]
    public void Without_encryption_requests_stay_on_this_machine(string address, bool isGood)
    {
        _fixture.Variables["AWS_ENDPOINT_URL"] = address;

        var error = Record.Exception(() => s_settings.Endpoint(AwsService.SageMaker));

        Assert.Equal(isGood, error is null);
        Assert.Equal(isGood ? null : ErrorCode.InvalidArgument, (error as MlOpsException)?.Code);
        Assert.Contains(isGood ? "" : "AWS_ENDPOINT_URL", error?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void FIPS_and_dual_stack_come_from_a_variable_or_the_profile()
    {
        _fixture.Variables["AWS_USE_FIPS_ENDPOINT"] = "true";
        Assert.Equal("https://api-fips.sagemaker.eu-central-1.amazonaws.com/", Address(AwsService.SageMaker));

        _fixture.Folder.File("aws-config", "[default]\nuse_dualstack_endpoint = true\n");
        Assert.Equal("https://api.sagemaker-fips.eu-central-1.api.aws/", Address(AwsService.SageMaker));

        _fixture.Variables["AWS_USE_FIPS_ENDPOINT"] = "false";
        Assert.Equal("https://api.sagemaker.eu-central-1.api.aws/", Address(AwsService.SageMaker));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("1", 1)]
    [InlineData("0", 3)]
    [InlineData("-1", 3)]
    [InlineData("many", 3)]
    public void The_tries_come_from_a_variable(string value, int tries)
    {
        _fixture.Variables["AWS_MAX_ATTEMPTS"] = value;

        Assert.Equal(tries, s_settings.Attempts);
    }

    private static string Address(AwsService service) => s_settings.Endpoint(service).AbsoluteUri;
}
