using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Serving;

/// <summary>What is kept of the headers of a request: all of them, without the values that are secret.</summary>
internal static class KeptHeaders
{
    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "X-Amz-Security-Token", "X-Goog-Api-Key" };

    public static IReadOnlyDictionary<string, string> Of(HttpRequest request) =>
        request.Headers.ToDictionary(header => header.Key, header => Secret.Contains(header.Key) ? "(not kept)" : header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
