using System.Text;
using MlOps.Providers.Google;

namespace MlOps.Providers.Gcs;

/// <summary>The addresses of Cloud Storage's JSON API. Names reach the service as they are, whatever is in them.</summary>
/// <param name="endpoint">Where the service is called.</param>
internal sealed class GcsAddresses(GoogleEndpoint endpoint)
{
    /// <summary>How long an object's name may be, in bytes of UTF-8.</summary>
    public const int LongestName = 1024;

    // Without this, dots between two slashes would be resolved, and the request would mean another object.
    private static readonly UriCreationOptions s_asWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _root = endpoint.Address.AbsoluteUri;

    /// <summary>A bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="query">The query, escaped.</param>
    /// <returns>The address.</returns>
    public Uri Bucket(string bucket, string query) => Address($"storage/v1/b/{Escaped(bucket)}?{query}");

    /// <summary>The objects of a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="query">The query, escaped.</param>
    /// <returns>The address.</returns>
    public Uri Objects(string bucket, string query) => Address($"storage/v1/b/{Escaped(bucket)}/o?{query}");

    /// <summary>An object.</summary>
    /// <param name="location">The object.</param>
    /// <param name="query">The query, escaped.</param>
    /// <returns>The address.</returns>
    public Uri Object(ObjectLocation location, string query) => Address($"storage/v1/b/{Escaped(location.Bucket)}/o/{Escaped(location.Key)}?{query}");

    /// <summary>Where an object is composed.</summary>
    /// <param name="location">The object to be.</param>
    /// <param name="query">The query, escaped.</param>
    /// <returns>The address.</returns>
    public Uri Composition(ObjectLocation location, string query) => Address($"storage/v1/b/{Escaped(location.Bucket)}/o/{Escaped(location.Key)}/compose?{query}");

    /// <summary>Where bytes are sent to.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="query">The query, escaped.</param>
    /// <returns>The address.</returns>
    public Uri Upload(string bucket, string query) => Address($"upload/storage/v1/b/{Escaped(bucket)}/o?{query}");

    /// <summary>The address of an upload's session. Its path is called at our own endpoint, whichever host it names: tokens and bytes go nowhere else, and emulators name hosts that only they know.</summary>
    /// <param name="given">The address as the service gave it.</param>
    /// <returns>The address; <see langword="null"/> when it is none.</returns>
    public Uri? Session(string? given) =>
        given is not null && !given.AsSpan().ContainsAnyExceptInRange('!', '~') && Uri.TryCreate(given, s_asWritten, out var address) && address.Scheme is "http" or "https"
            ? new(endpoint.Address.GetLeftPart(UriPartial.Authority) + address.PathAndQuery, s_asWritten)
            : null;

    /// <summary>The address of a session that was remembered. It was given by another service when another one is called now, who is not to learn of it.</summary>
    /// <param name="kept">What was kept.</param>
    /// <returns>The address; <see langword="null"/> when it is not of this service.</returns>
    public Uri? Remembered(string? kept) =>
        Session(kept) is { } session && kept!.StartsWith(endpoint.Address.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal) ? session : null;

    /// <summary>Escapes a name or a value.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text as it may stand in a path or a query.</returns>
    /// <exception cref="MlOpsException">It is no text that could be sent.</exception>
    public static string Escaped(string text)
    {
        // What is half a character would become another one, and so another object's name.
        if (!IsWhole(text))
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"Cloud Storage cannot have the name '{TerminalText.Clean(text)}': it is no whole Unicode text.", "Rename it.", text);
        }

        return text is "." or ".." ? text.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(text);
    }

    /// <summary>Looks whether an object can have a name.</summary>
    /// <param name="location">The object to be.</param>
    /// <exception cref="MlOpsException">It cannot.</exception>
    public static void Check(ObjectLocation location)
    {
        var problem =
            location.Key.Length == 0 ? "a name cannot be empty"
            : location.Key is "." or ".." ? "it is no name but a step in a path"
            : !IsWhole(location.Key) ? "it is no whole Unicode text"
            : Encoding.UTF8.GetByteCount(location.Key) > LongestName ? $"a name has {LongestName} bytes at most"
            : location.Key.AsSpan().ContainsAny('\r', '\n') ? "a name has one line"
            : null;
        if (problem is not null)
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"Cloud Storage cannot have an object '{TerminalText.Clean(location.ToString())}': {problem}.", "Rename it.", location.ToString());
        }
    }

    private static bool IsWhole(string text)
    {
        try
        {
            return s_strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private Uri Address(string path) => new(_root + path, s_asWritten);
}
