using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlOps.StandIn.Storage;

/// <summary>What <c>/_control/</c> of a store offers to those who can only speak HTTP.</summary>
internal sealed class StorageControl(StorageServer server)
{
    private static readonly JsonSerializerOptions Reading = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public JsonNode Run(string action, JsonObject body)
    {
        var done = new JsonObject { ["done"] = action };
        switch (action)
        {
            case "fault":
                server.Faults.Add(Fault(body));
                return done;
            case "no-faults":
                server.Faults.Clear();
                return done;
            case "options":
                Set(body);
                return done;
            case "bucket":
                server.Table.AddBucket(Text(body, "bucket"), body["region"]?.GetValue<string>() ?? "us-east-1");
                return done;
            case "object":
                server.Table.Put(Text(body, "bucket"), Text(body, "key"), Content(body));
                return done;
            case "delete":
                server.Table.Find(Text(body, "bucket"))?.Delete(Text(body, "key"));
                return done;
            case "folder":
                server.Table.AddFolder(Text(body, "bucket"), Text(body, "path"));
                return done;
            case "warm":
                server.Table.Warm();
                return done;
            case "calls":
                return Calls();
            case "reset-calls":
                server.Calls.Clear();
                return done;
            case "violations":
                return new JsonArray([.. server.Violations.Select(violation => (JsonNode)violation)]);
            default:
                throw new ArgumentException($"There is no control action '{action}'.");
        }
    }

    /// <summary>A fault as it is written in JSON: members as in C#, in camel case.</summary>
    public static StorageFault Fault(JsonObject body) => body.Deserialize<StorageFault>(Reading)!;

    /// <summary>The content of an object: <c>text</c>, or <c>size</c> for so many bytes.</summary>
    public static Blob Content(JsonObject body) => body["size"] is { } size ? new PatternBlob(size.GetValue<long>(), body["seed"]?.GetValue<int>() ?? 1) : new MemoryBlob(Encoding.UTF8.GetBytes(Text(body, "text")));

    private static string Text(JsonObject body, string member) => body[member]?.GetValue<string>() ?? throw new ArgumentException($"'{member}' is missing.");

    private JsonObject Calls() => new()
    {
        ["peak"] = server.Calls.Peak,
        ["current"] = server.Calls.Current,
        ["bytesSent"] = server.Calls.BytesSent,
        ["counts"] = new JsonObject(server.Calls.Counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
        ["requests"] = new JsonArray([.. server.Calls.All.Select(call => (JsonNode)new JsonObject
        {
            ["operation"] = call.Operation,
            ["method"] = call.Method,
            ["target"] = call.RawTarget,
            ["range"] = call.Range,
            ["status"] = call.Status,
            ["sent"] = call.Sent,
        })]),
    };

    private void Set(JsonObject body)
    {
        var options = server.Options;
        foreach (var (name, value) in body)
        {
            switch (name)
            {
                case "region":
                    options.Region = value?.GetValue<string>();
                    break;
                case "pageSize":
                    options.PageSize = value!.GetValue<int>();
                    break;
                case "minimumPartSize":
                    options.MinimumPartSize = value!.GetValue<long>();
                    break;
                case "knowsCrc64Nvme":
                    options.KnowsCrc64Nvme = value!.GetValue<bool>();
                    break;
                case "bodies":
                    options.Bodies = Enum.Parse<BodyKeeping>(value!.GetValue<string>(), ignoreCase: true);
                    break;
                case "latencyMilliseconds":
                    options.Latency = TimeSpan.FromMilliseconds(value!.GetValue<double>());
                    break;
                case "bytesPerSecond":
                    options.BytesPerSecond = value?.GetValue<long>();
                    break;
                case "bytesPerSecondOfRequest":
                    options.BytesPerSecondOfRequest = value?.GetValue<long>();
                    break;
                case "requireAuthorization":
                    options.RequireAuthorization = value!.GetValue<bool>();
                    break;
                case "keepsCalls":
                    server.Calls.KeepsAll = value!.GetValue<bool>();
                    break;
                default:
                    throw new ArgumentException($"There is no option '{name}'.");
            }
        }
    }
}
