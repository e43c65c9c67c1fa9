using System.Text.Json.Nodes;

namespace MlOps.Providers.Requests;

/// <summary>A cloud's request for a training job, and what stands in the way of sending it.</summary>
/// <param name="Document">The request, with the vendor's names.</param>
/// <param name="Missing">What has to be set before it can be sent, one error each.</param>
/// <param name="Ignored">What the job asked for and has no counterpart.</param>
internal sealed record BuiltRequest(JsonObject Document, IReadOnlyList<MlOpsException> Missing, IReadOnlyList<string> Ignored);
