using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace MlOps.Providers.S3;

/// <summary>Signs requests: AWS Signature Version 4 as S3 has it, where a path is signed as it is sent.</summary>
internal static class S3Signature
{
    /// <summary>What is signed instead of the hash of a body that is not known beforehand, or is held against a checksum anyway.</summary>
    public const string UnsignedBody = "UNSIGNED-PAYLOAD";

    /// <summary>Makes the header <c>Authorization</c>.</summary>
    /// <param name="method">GET, PUT …</param>
    /// <param name="path">The path, escaped.</param>
    /// <param name="query">The query, escaped and in order.</param>
    /// <param name="headers">The headers, with the host, the time and the hash of the body; names in lower case.</param>
    /// <param name="bodyHash">The hash of the body, or what stands for it.</param>
    /// <param name="endpoint">Where the request goes.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="time">When.</param>
    /// <returns>The header's value.</returns>
    public static string Authorize(
        string method, string path, string query, List<(string Name, string Value)> headers, string bodyHash, S3Endpoint endpoint, ImmutableCredentials credentials, DateTime time)
    {
        headers.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        var canonical = new StringBuilder(512).Append(method).Append('\n').Append(path).Append('\n').Append(query).Append('\n');
        var names = new StringBuilder(128);
        foreach (var (name, value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
            names.Append(names.Length > 0 ? ";" : "").Append(name);
        }

        var signed = names.ToString();
        canonical.Append('\n').Append(signed).Append('\n').Append(bodyHash);
        return AWS4Signer.ComputeSignature(credentials, endpoint.SigningRegion, time, endpoint.SigningName, signed, canonical.ToString()).ForAuthorizationHeader;
    }
}
