using MlOps.Providers.Aws;

namespace MlOps.Tests.Aws;

/// <summary>The addresses of the services, as botocore's endpoint rule sets have them.</summary>
public class EndpointTests
{
    /// <summary>A region, the suffix of its partition's hosts, and that of hosts which answer over IPv6 too.</summary>
    public static TheoryData<string, string, string> Partitions => new()
    {
        { "us-east-1", "amazonaws.com", "api.aws" },
        { "eu-central-1", "amazonaws.com", "api.aws" },
        { "ap-southeast-2", "amazonaws.com", "api.aws" },
        { "cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn" },
        { "us-gov-west-1", "amazonaws.com", "api.aws" },
        { "us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov" },
        { "us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud" },
        { "eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk" },
        { "us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov" },
        { "eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu" },
    };

    [Theory]
    [MemberData(nameof(Partitions))]
    public void SageMaker_is_found_in_every_partition(string region, string suffix, string dualStack)
    {
        var fips = AwsPartition.Of(region).Id is "aws" or "aws-us-gov" ? $"api-fips.sagemaker.{region}" : $"api.sagemaker-fips.{region}";

        Assert.Equal(
            [$"api.sagemaker.{region}.{suffix}", $"{fips}.{suffix}", $"api.sagemaker.{region}.{dualStack}", $"api.sagemaker-fips.{region}.{dualStack}"],
            Hosts(AwsService.SageMaker, region));
    }

    [Theory]
    [MemberData(nameof(Partitions))]
    public void The_logs_are_found_in_every_partition(string region, string suffix, string dualStack)
    {
        var fips = AwsPartition.Of(region).Id == "aws-us-gov" ? $"logs.{region}" : $"logs-fips.{region}";

        Assert.Equal(
            [$"logs.{region}.{suffix}", $"{fips}.{suffix}", $"logs.{region}.{dualStack}", $"logs-fips.{region}.{dualStack}"],
            Hosts(AwsService.Logs, region));
    }

    [Fact]
    public void Every_address_is_encrypted() =>
        Assert.Equal("https", AwsService.SageMaker.Endpoint("eu-central-1", fips: false, dualStack: false).Scheme);

    private static string[] Hosts(AwsService service, string region) =>
    [
        service.Endpoint(region, fips: false, dualStack: false).Host,
        service.Endpoint(region, fips: true, dualStack: false).Host,
        service.Endpoint(region, fips: false, dualStack: true).Host,
        service.Endpoint(region, fips: true, dualStack: true).Host,
    ];
}
