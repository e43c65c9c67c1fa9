namespace MlOps.Providers.Aws;

/// <summary>A partition of AWS: regions with names, accounts and consoles of their own.</summary>
/// <param name="Id">Its id, which is also the second part of its ARNs.</param>
/// <param name="RegionPrefix">What the names of its regions begin with.</param>
/// <param name="Suffix">What the hosts of its services end with.</param>
/// <param name="DualStackSuffix">The same for hosts that answer over IPv6 too.</param>
/// <param name="ConsoleHost">The host of its console.</param>
/// <param name="MainRegion">The region that its global services sign for.</param>
/// <remarks>From <c>partitions.json</c> of botocore 1.43; the consoles from AWS's documentation of each partition.</remarks>
internal sealed record AwsPartition(string Id, string RegionPrefix, string Suffix, string DualStackSuffix, string ConsoleHost, string MainRegion)
{
    // The commercial partition is last: it takes every region that is none of the others'.
    private static readonly AwsPartition[] s_all =
    [
        new("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "console.amazonaws.cn", "cn-northwest-1"),
        new("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "console.amazonaws-us-gov.com", "us-gov-west-1"),
        new("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", "console.c2shome.ic.gov", "us-iso-east-1"),
        new("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", "console.sc2shome.sgov.gov", "us-isob-east-1"),
        new("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "console.csphome.adc-e.uk", "eu-isoe-west-1"),
        new("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "console.csphome.hci.ic.gov", "us-isof-south-1"),
        new("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "console.amazonaws-eusc.eu", "eusc-de-east-1"),
        new("aws", "", "amazonaws.com", "api.aws", "console.aws.amazon.com", "us-east-1"),
    ];

    /// <summary>The partition of a region.</summary>
    /// <param name="region">The region.</param>
    /// <returns>The partition.</returns>
    public static AwsPartition Of(string region) => s_all.First(partition => region.StartsWith(partition.RegionPrefix, StringComparison.Ordinal));
}
