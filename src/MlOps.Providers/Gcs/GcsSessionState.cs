using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MlOps.Providers.Gcs;

/// <summary>How far the session of an upload is.</summary>
/// <param name="Stored">How many bytes at the front the service has.</param>
internal readonly record struct GcsSessionState(long Stored)
{
    // "Client closed request", which is what the service says of a session that was thrown away, and to whom throws it away.
    private const HttpStatusCode Cancelled = (HttpStatusCode)499;

    private const string RangeStart = "bytes=0-";

    /// <summary>The object, when the session has come to its end.</summary>
    public GcsObject? Object { get; init; }

    /// <summary>Whether the service knows no such session: its time is over, or it was thrown away.</summary>
    public bool Gone { get; init; }

    /// <summary>Whether a status beside those of success says how far a session is.</summary>
    /// <param name="status">The status.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public static bool IsState(HttpStatusCode status) => status == HttpStatusCode.PermanentRedirect || IsGone(status);

    /// <summary>Whether a status says that there is no such session.</summary>
    /// <param name="status">The status.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public static bool IsGone(HttpStatusCode status) => status is HttpStatusCode.NotFound or HttpStatusCode.Gone or Cancelled;

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="host">Who answered, for an error.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="MlOpsException">It cannot be understood.</exception>
    public static async Task<GcsSessionState> ReadAsync(HttpResponseMessage answer, string host, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.PermanentRedirect)
        {
            // 308 is "resume incomplete" here. Without the header there is nothing yet.
            return answer.Headers.NonValidated.TryGetValues("Range", out var values)
                ? new(values.ToString() is var range && range.StartsWith(RangeStart, StringComparison.Ordinal) && long.TryParse(range.AsSpan(RangeStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last + 1 : throw Unreadable())
                : new(0);
        }

        if (IsGone(answer.StatusCode))
        {
            return new(0) { Gone = true };
        }

        try
        {
            var made = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), GcsJson.Default.GcsObject);
            return made is { Generation: not null } && long.TryParse(made.Size, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? new(size) { Object = made } : throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }

        MlOpsException Unreadable() => new(ErrorCode.ProviderError, $"The answer of {host} about an upload could not be read.", "Try again.", host);
    }
}
