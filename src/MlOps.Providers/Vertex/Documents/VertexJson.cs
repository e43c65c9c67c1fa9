using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex.Documents;

/// <summary>How Vertex AI's documents are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(ProtoDuration)])]
[JsonSerializable(typeof(CustomJobDocument))]
[JsonSerializable(typeof(TuningJobDocument))]
[JsonSerializable(typeof(TrialDocument))]
[JsonSerializable(typeof(ListCustomJobsResponse))]
[JsonSerializable(typeof(ListTuningJobsResponse))]
[JsonSerializable(typeof(RpcStatus))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class VertexJson : JsonSerializerContext;
