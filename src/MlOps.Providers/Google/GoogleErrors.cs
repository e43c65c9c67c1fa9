using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Providers.Google;

/// <summary>Turns what Google Cloud answers into our errors, with its own words.</summary>
internal static partial class GoogleErrors
{
    private const string Where = " on ";

    /// <summary>Names an operation together with what it was called on.</summary>
    /// <param name="operation">What is called: <c>storage.objects.get</c>.</param>
    /// <param name="place">What it is called on: <c>gs://bucket/name</c>.</param>
    /// <returns>The name, for an error.</returns>
    public static string On(string operation, string place) => $"{operation}{Where}{TerminalText.Clean(place)}";

    /// <summary>Makes the error of an answer that is none of success.</summary>
    /// <param name="operation">What was called: <c>aiplatform.customJobs.create</c>, or what <see cref="On"/> made of it.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The answer, which holds a <c>google.rpc.Status</c> as a rule.</param>
    /// <returns>The error.</returns>
    public static MlOpsException From(string operation, HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var (word, said, details) = Read(body);
        var code = Code(status, word);
        var (permission, place) = operation.Split(Where, 2) is [var called, var on] ? (called, on) : (operation, null);
        var shown = said.Length > 0 ? $"Google Cloud refused {operation}: {said} ({(word.Length > 0 ? word : (int)status)}{details})" : $"Google Cloud answered {operation} with the HTTP status {(int)status} and did not say why.";
        return new(code, shown, Action(code, status, permission, place, said), place ?? operation);
    }

    /// <summary>The error for something that kept an answer from coming.</summary>
    /// <param name="operation">What was called.</param>
    /// <param name="host">The host that was called.</param>
    /// <param name="cause">What happened.</param>
    /// <returns>The error.</returns>
    public static MlOpsException From(string operation, string host, Exception cause)
    {
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause is OperationCanceledException or TimeoutException
            ? new(ErrorCode.ProviderError, $"{host} did not answer {operation} in time.", "Try again; look at the network if it stays so.", host)
            : cause is JsonException
                ? new(ErrorCode.ProviderError, $"The answer of {host} to {operation} could not be read: it is not whole.", "Try again.", host)
                : new(ErrorCode.ProviderError, $"{host} cannot be reached for {operation}: {Clean(cause.Message)}", "Look at the network, at the proxy settings (HTTPS_PROXY), and at the project's location.", host);
    }

    /// <summary>Makes a message fit to be shown: no token, no key, no control sequence, one line.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The message.</returns>
    public static string Clean(string? message) => TerminalText.Clean(Space().Replace(Named().Replace(Token().Replace(Key().Replace(message ?? "", "***"), "***"), "$1***"), " ")).Trim();

    private static (string Word, string Said, string Details) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;

            // Some services wrap the answer in a list.
            root = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
            {
                return ("", "", "");
            }

            if (error.ValueKind == JsonValueKind.String)
            {
                // As OAuth says it.
                return (Clean(error.GetString()), Clean(root.TryGetProperty("error_description", out var description) ? description.GetString() : error.GetString()), "");
            }

            var word = error.TryGetProperty("status", out var status) ? Clean(status.GetString()) : "";
            var said = error.TryGetProperty("message", out var message) ? Clean(message.GetString()) : "";
            return (word, said, error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array ? Details(details) : "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ("", "", "");
        }
    }

    private static string Details(JsonElement details)
    {
        var said = new List<string>();
        foreach (var detail in details.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object))
        {
            if (detail.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String)
            {
                said.Add(Clean(reason.GetString()));
            }

            if (detail.TryGetProperty("fieldViolations", out var violations) && violations.ValueKind == JsonValueKind.Array)
            {
                said.AddRange(violations.EnumerateArray().Where(violation => violation.ValueKind == JsonValueKind.Object).Select(violation =>
                    $"{(violation.TryGetProperty("field", out var field) ? Clean(field.GetString()) : "")}: {(violation.TryGetProperty("description", out var text) ? Clean(text.GetString()) : "")}"));
            }
        }

        return said.Count > 0 ? $"; {string.Join("; ", said)}" : "";
    }

    private static ErrorCode Code(HttpStatusCode status, string word) => word switch
    {
        "NOT_FOUND" => ErrorCode.NotFound,
        "PERMISSION_DENIED" or "UNAUTHENTICATED" => ErrorCode.AccessDenied,
        "ALREADY_EXISTS" or "ABORTED" or "FAILED_PRECONDITION" => ErrorCode.Conflict,
        "RESOURCE_EXHAUSTED" => ErrorCode.Throttled,
        "INVALID_ARGUMENT" or "OUT_OF_RANGE" => ErrorCode.InvalidArgument,
        "" => status switch
        {
            HttpStatusCode.NotFound => ErrorCode.NotFound,
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ErrorCode.AccessDenied,
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => ErrorCode.Conflict,
            HttpStatusCode.TooManyRequests => ErrorCode.Throttled,
            HttpStatusCode.BadRequest => ErrorCode.InvalidArgument,
            _ => ErrorCode.ProviderError,
        },
        _ => ErrorCode.ProviderError,
    };

    private static string Action(ErrorCode code, HttpStatusCode status, string permission, string? place, string said) => code switch
    {
        ErrorCode.AccessDenied when status == HttpStatusCode.Unauthorized => "Renew the credentials: 'gcloud auth application-default login'.",
        ErrorCode.AccessDenied when said.Contains("has not been used", StringComparison.Ordinal) || said.Contains("is disabled", StringComparison.Ordinal) => "Switch the service on: 'gcloud services enable aiplatform.googleapis.com logging.googleapis.com'.",
        ErrorCode.AccessDenied => $"Ask for the permission {permission}; Test-MlProvider Vertex shows which ones are missing.",
        ErrorCode.NotFound when place is not null => "Look at the name of the bucket.",
        ErrorCode.NotFound => "Look at the name, the project and the location.",
        ErrorCode.Throttled => "Wait a moment, then try again; if it is a quota of machines, wait for other jobs, take another location, or have it raised.",
        ErrorCode.InvalidArgument => "Change what Google Cloud names, or give it through -ProviderOption.",
        ErrorCode.Conflict => "Wait until what is there has ended.",
        ErrorCode.ProviderError when status >= HttpStatusCode.InternalServerError => "Try again in a moment; https://status.cloud.google.com shows whether a service is disturbed.",
        _ => "",
    };

    /// <summary>What stands behind a name that says it is secret.</summary>
    [GeneratedRegex(
        @"(authorization[""']?\s*[:=]\s*[""']?(?:(?:bearer|basic)\s+)?|bearer\s+|(?:access_token|refresh_token|id_token|client_secret|private_key|assertion|upload_id)[""']?\s*[:=]\s*[""']?)[A-Za-z0-9._~+/%*-]+=*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    /// <summary>What looks like an access token, a refresh token, a client's secret or a signed claim, wherever it stands.</summary>
    [GeneratedRegex(@"ya29\.[A-Za-z0-9._~+/-]+|1(?://|%2F%2F)[A-Za-z0-9_-]{16,}|GOCSPX-[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
