using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>One request as it arrived. Values of headers that are secret are not kept.</summary>
/// <param name="Target">The value of <c>X-Amz-Target</c>, such as <c>SageMaker.Search</c>, or what stands for it with services of AWS that do not know it. With REST: the name of the operation that the path means, such as <c>Vertex.ListCustomJobs</c>; empty when it means none.</param>
/// <param name="Body">The body's text.</param>
/// <param name="ArrivedAt">When it arrived.</param>
/// <param name="Headers">Headers by name.</param>
public sealed record ServiceCall(string Target, string Body, DateTimeOffset ArrivedAt, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The path and the query, as they were sent.</summary>
    public string RawTarget { get; init; } = "/";

    /// <summary>The operation's name without the service's.</summary>
    public string Operation => Target[(Target.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>Set for a REST call: <c>GET</c>, <c>POST</c>, <c>DELETE</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The path as it was sent, without the query.</summary>
    public string Path { get; init; } = "/";

    /// <summary>REST: what stood in the path where the operation's template has variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>REST: the parameters of the query.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether credentials came with it.</summary>
    public bool Authorized => Headers.ContainsKey("Authorization");

    /// <summary>The request as JSON; null when its body is none. AWS: the body. REST: variables, parameters, and the body as <c>body</c> when there is one.</summary>
    public JsonObject? Json()
    {
        if (Method is null)
        {
            return BodyJson();
        }

        var request = new JsonObject();
        foreach (var (name, value) in Variables)
        {
            request[name] = value;
        }

        foreach (var (name, values) in Query)
        {
            request[name] = values.Count == 1 ? values[0] : new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        if (Body.Length == 0)
        {
            return request;
        }

        request["body"] = BodyJson();
        return request["body"] is null ? null : request;
    }

    private JsonObject? BodyJson()
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
    internal JsonObject Shown()
    {
        var shown = new JsonObject { ["target"] = Target };
        if (Method is not null)
        {
            shown["method"] = Method;
            shown["path"] = Path;
            shown["query"] = new JsonObject(Query.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)string.Join(',', parameter.Value))));
        }

        shown["body"] = BodyJson() ?? (JsonNode)Body;
        shown["arrivedAt"] = ArrivedAt.ToString("O", CultureInfo.InvariantCulture);
        shown["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
        return shown;
    }
}
