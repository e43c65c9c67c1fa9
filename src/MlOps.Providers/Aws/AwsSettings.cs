using System.Globalization;
using System.Net;

namespace MlOps.Providers.Aws;

/// <summary>Where and as whom the services are called, from the same places as the AWS command line: a variable, then the profile.</summary>
/// <param name="Region">The region.</param>
/// <param name="Profile">The profile; <see langword="null"/> for the default one.</param>
internal sealed record AwsSettings(string Region, string? Profile)
{
    /// <summary>The tries of one call, as in botocore's standard mode.</summary>
    private const int DefaultAttempts = 3;

    /// <summary>For one try. What SageMaker and CloudWatch Logs answer is small; a connection that is silent for longer is dead.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The partition of the region.</summary>
    public AwsPartition Partition => AwsPartition.Of(Region);

    /// <summary>How often a call is tried.</summary>
    public int Attempts => ConfiguredAttempts ?? DefaultAttempts;

    /// <summary>How often a call is to be tried; <see langword="null"/> when that is not configured.</summary>
    public int? ConfiguredAttempts =>
        int.TryParse(Value("AWS_MAX_ATTEMPTS", "max_attempts"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts > 0 ? attempts : null;

    /// <summary>Whether endpoints have to be validated under FIPS 140.</summary>
    public bool UsesFips => IsOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");

    /// <summary>Whether endpoints have to answer over IPv6 too.</summary>
    public bool UsesDualStack => IsOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

    /// <summary>The address of a service.</summary>
    /// <param name="service">The service.</param>
    /// <returns>The address.</returns>
    /// <exception cref="MlOpsException">The address that is configured cannot be used.</exception>
    public Uri Endpoint(AwsService service) => Override(service.Id) ?? service.Endpoint(Region, UsesFips, UsesDualStack);

    /// <summary>The address that is configured for a service instead of its own.</summary>
    /// <param name="serviceId">The service's id.</param>
    /// <returns>The address; <see langword="null"/> when none is configured.</returns>
    /// <exception cref="MlOpsException">The address cannot be used.</exception>
    public Uri? Override(string serviceId)
    {
        if (IsOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
        {
            return null;
        }

        var own = $"AWS_ENDPOINT_URL_{serviceId.ToUpperInvariant().Replace(' ', '_')}";
        var (value, place) = Environment.GetEnvironmentVariable(own) is { Length: > 0 } ofService ? (ofService, own)
            : Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } ofAll ? (ofAll, "AWS_ENDPOINT_URL")
            : AwsFiles.Find(Profile, "endpoint_url") is { } ofProfile ? (ofProfile.Value, ofProfile.Source)
            : ("", "");
        return value.Length == 0 ? null : Checked(value, place);
    }

    private static Uri Checked(string value, string place)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"{place} is '{TerminalText.Clean(value)}', which is not an address.", "Give one such as https://host or http://localhost:5000.", place);
        }

        return address.Scheme == "https" || IsLoopback(address)
            ? address
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"{place} is '{TerminalText.Clean(value)}': without encryption, requests are sent to this machine only.",
                "Give an https address, or one of localhost.",
                place);
    }

    private static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    private bool IsOn(string variable, string key) => string.Equals(Value(variable, key), "true", StringComparison.OrdinalIgnoreCase);

    private string? Value(string variable, string key) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : AwsFiles.Find(Profile, key)?.Value;
}
