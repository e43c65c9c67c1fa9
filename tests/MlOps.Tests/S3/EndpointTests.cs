using MlOps.Providers.S3;
using MlOps.Tests.Support;

namespace MlOps.Tests.S3;

/// <summary>Where a bucket is called.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class EndpointTests : IDisposable
{
    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _folder = new();

    public EndpointTests()
    {
        foreach (var name in new[] { "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT" })
        {
            _variables[name] = null;
        }

        _variables["AWS_CONFIG_FILE"] = _folder.File("config");
        _variables["AWS_SHARED_CREDENTIALS_FILE"] = _folder.File("credentials");
    }

    [Theory]
    [InlineData("bucket", "us-east-1", "https://bucket.s3.us-east-1.amazonaws.com", "s3")]
    [InlineData("bucket", "cn-north-1", "https://bucket.s3.cn-north-1.amazonaws.com.cn", "s3")]
    [InlineData("with.dots", "eu-central-1", "https://s3.eu-central-1.amazonaws.com/with.dots", "s3")]
    [InlineData("Old_Style", "us-east-1", "https://s3.us-east-1.amazonaws.com/Old_Style", "s3")]
    [InlineData("zonal--usw2-az1--x-s3", "us-west-2", "https://zonal--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "s3express")]
    public void A_bucket_has_the_address_that_AWS_gives_it(string bucket, string region, string address, string name)
    {
        var endpoint = S3Endpoint.Of(new(region, null), bucket, region);

        Assert.Equal((address, name, region), (endpoint.Origin + endpoint.Path, endpoint.SigningName, endpoint.SigningRegion));
        Assert.False(endpoint.IsPlain);
    }

    [Theory]
    [InlineData("true", null, "https://bucket.s3-fips.us-east-1.amazonaws.com")]
    [InlineData(null, "true", "https://bucket.s3.dualstack.us-east-1.amazonaws.com")]
    [InlineData("true", "true", "https://bucket.s3-fips.dualstack.us-east-1.amazonaws.com")]
    public void FIPS_and_dual_stack_are_taken_from_where_the_command_line_takes_them(string? fips, string? dualStack, string address)
    {
        _variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _variables["AWS_USE_DUALSTACK_ENDPOINT"] = dualStack;

        Assert.Equal(address, S3Endpoint.Of(new("us-east-1", null), "bucket", "us-east-1").Origin);
    }

    [Theory]
    [InlineData("http://localhost:9000", "http://localhost:9000/bucket", "localhost:9000")]
    [InlineData("https://store.example/s3/", "https://store.example/s3/bucket", "store.example")]
    public void An_address_that_is_set_has_the_bucket_in_its_path(string set, string address, string host)
    {
        _variables["AWS_ENDPOINT_URL_S3"] = set;

        var endpoint = S3Endpoint.Of(new("us-east-1", null), "bucket", "eu-west-1");

        Assert.Equal((address, host, "eu-west-1"), (endpoint.Origin + endpoint.Path, endpoint.Host, endpoint.SigningRegion));
    }

    [Fact]
    public void An_access_point_of_several_regions_is_refused() =>
        Assert.Contains("several regions", Assert.Throws<MlOpsException>(() => S3Endpoint.Of(new("us-east-1", null), "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "us-east-1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_region_there_is_none_wherever_it_would_be()
    {
        _variables["AWS_ENDPOINT_URL_S3"] = "http://localhost:9000";

        Assert.Equal(ErrorCode.NotConfigured, Assert.Throws<MlOpsException>(() => S3Endpoint.Of(new("", null), "bucket", "")).Code);
    }

    public void Dispose()
    {
        _variables.Dispose();
        _folder.Dispose();
    }
}
