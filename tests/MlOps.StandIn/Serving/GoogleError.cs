using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>Errors as Google's REST services answer them: a google.rpc.Status as <c>error</c>.</summary>
internal static class GoogleError
{
    public static ServiceAnswer Answer(string status, string message, params IEnumerable<JsonObject> details)
    {
        var code = Http(status);
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["status"] = status };
        if (details.ToArray() is { Length: > 0 } given)
        {
            error["details"] = new JsonArray([.. given]);
        }

        return ServiceAnswer.Ok(new JsonObject { ["error"] = error }) with { Status = code };
    }

    public static JsonObject Info(string reason, string domain, params IEnumerable<(string Key, string Value)> metadata) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
        ["reason"] = reason,
        ["domain"] = domain,
        ["metadata"] = new JsonObject(metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
    };

    private static int Http(string status) => status switch
    {
        "INVALID_ARGUMENT" or "FAILED_PRECONDITION" or "OUT_OF_RANGE" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "ALREADY_EXISTS" or "ABORTED" => 409,
        "RESOURCE_EXHAUSTED" => 429,
        "CANCELLED" => 499,
        "UNIMPLEMENTED" => 501,
        "UNAVAILABLE" => 503,
        "DEADLINE_EXCEEDED" => 504,
        _ => 500,
    };
}
