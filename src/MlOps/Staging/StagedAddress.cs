using System.Text.RegularExpressions;

namespace MlOps;

/// <summary>
/// Where what is sent from this machine lies in a store: below a folder that is named after its content. So the same content is found there and not sent again, and what a job reads never changes
/// under it. The folders' names are ones that no job can have, whose results lie beside them.
/// </summary>
public static partial class StagedAddress
{
    /// <summary>The bucket of an address that can be looked at and not be used, because none is set. No bucket can be called so.</summary>
    public const string UnknownBucket = "BUCKET";

    /// <summary>The folder for a job's code.</summary>
    /// <param name="root">Where the provider wants it, as <see cref="IProvider.StagingRoot"/> says.</param>
    /// <param name="digest">What the content amounts to, in hexadecimal digits.</param>
    /// <returns>An address with a slash at its end.</returns>
    public static string OfCode(string root, string digest) => $"{root}/_code/{digest}/";

    /// <summary>The folder for an input.</summary>
    /// <param name="root">Where the provider wants it, as <see cref="IProvider.StagingRoot"/> says.</param>
    /// <param name="digest">What the content amounts to, in hexadecimal digits.</param>
    /// <returns>An address with a slash at its end.</returns>
    public static string OfInput(string root, string digest) => $"{root}/_inputs/{digest}/";

    /// <summary>The name of a single file that was sent as an input, which its address shows.</summary>
    /// <param name="address">An address in a store.</param>
    /// <returns>The name; <see langword="null"/> when it is no such address, or a folder's.</returns>
    public static string? FileName(string address) => StagedFile().Match(address) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"/_inputs/[0-9a-f]{32,}/([^/]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex StagedFile();
}
