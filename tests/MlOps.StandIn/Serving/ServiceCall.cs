using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>One request as it arrived. Values of headers that are secret are not kept.</summary>
/// <param name="Target">The value of <c>X-Amz-Target</c>, such as <c>SageMaker.Search</c>, or what stands for it with services that do not know it.</param>
/// <param name="Body">The body's text.</param>
/// <param name="ArrivedAt">When it arrived.</param>
/// <param name="Headers">Headers by name.</param>
public sealed record ServiceCall(string Target, string Body, DateTimeOffset ArrivedAt, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The path and the query, as they were sent.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The operation's name without the service's.</summary>
    public string Operation => Target[(Target.LastIndexOf('.') + 1)..];

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonObject? Json()
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetBytes(Body.Length == 0 ? "{}" : Body)) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>For the control endpoint.</summary>
    internal JsonObject Shown() => new()
    {
        ["target"] = Target,
        ["body"] = Json() ?? (JsonNode)Body,
        ["arrivedAt"] = ArrivedAt.ToString("O", CultureInfo.InvariantCulture),
        ["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
    };
}
