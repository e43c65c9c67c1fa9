using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlOps.Providers.Vertex;

/// <summary>For answers that are read as they came, so that nothing of them is lost.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class VertexRestJson : JsonSerializerContext;
