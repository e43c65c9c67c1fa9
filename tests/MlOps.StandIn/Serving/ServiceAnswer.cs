using System.Text;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>What is answered to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record ServiceAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Headers beside those that every answer has.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What goes wrong on the way: <see cref="FaultKind.Reset"/>, <see cref="FaultKind.Truncate"/> or <see cref="FaultKind.Slow"/>.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>What the body is, when it is not what the protocol usually has.</summary>
    public string? ContentType { get; init; }

    /// <summary>For operations that answer nothing.</summary>
    public static ServiceAnswer Nothing { get; } = new(200, default);

    /// <summary>A good answer.</summary>
    public static ServiceAnswer Ok(JsonNode body) => new(200, Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <summary>An error as AWS JSON 1.1 has it.</summary>
    public static ServiceAnswer Error(string type, string message, int status = 400) =>
        Ok(new JsonObject { ["__type"] = type, ["message"] = message }) with { Status = status };
}
