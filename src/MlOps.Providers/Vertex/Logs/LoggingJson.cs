using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex.Logs;

/// <summary>How Cloud Logging's documents are read and written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListLogEntriesRequest))]
[JsonSerializable(typeof(ListLogEntriesResponse))]
internal sealed partial class LoggingJson : JsonSerializerContext;
