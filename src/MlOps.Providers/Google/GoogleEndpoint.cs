using System.Net;

namespace MlOps.Providers.Google;

/// <summary>Where a service of Google Cloud is called.</summary>
/// <param name="Address">The address, with a slash at its end.</param>
/// <param name="NeedsToken">Whether calls carry a token. An emulator on this machine needs none, and gets none.</param>
internal sealed record GoogleEndpoint(Uri Address, bool NeedsToken)
{
    /// <summary>The address of a service: the one that gcloud is told to use instead, or its own.</summary>
    /// <param name="service">The service, in gcloud's word: <c>aiplatform</c>.</param>
    /// <param name="address">Its own address.</param>
    /// <returns>Where it is called.</returns>
    /// <exception cref="MlOpsException">The address that is configured cannot be used.</exception>
    public static GoogleEndpoint Of(string service, string address)
    {
        var variable = $"CLOUDSDK_API_ENDPOINT_OVERRIDES_{service.ToUpperInvariant()}";
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? Checked(value, variable)
            : GcloudConfiguration.Find("api_endpoint_overrides", service) is { } configured ? Checked(configured.Value, configured.Source)
            : new(new(address), NeedsToken: true);
    }

    /// <summary>An address that somebody has set.</summary>
    /// <param name="value">What was set.</param>
    /// <param name="place">Where.</param>
    /// <returns>The address.</returns>
    /// <exception cref="MlOpsException">It cannot be used.</exception>
    public static GoogleEndpoint Checked(string value, string place)
    {
        if (!Uri.TryCreate(value.EndsWith('/') ? value : value + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"{place} is '{TerminalText.Clean(value)}', which is not an address.", "Give one such as https://host or http://localhost:5000.", place);
        }

        var isLocal = address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));
        return address.Scheme == "https" || isLocal
            ? new(address, NeedsToken: !isLocal)
            : throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"{place} is '{TerminalText.Clean(value)}': without encryption, requests are sent to this machine only.",
                "Give an https address, or one of localhost.",
                place);
    }
}
