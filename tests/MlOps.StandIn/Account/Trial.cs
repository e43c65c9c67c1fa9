using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>What a training job of a tuning job is known by.</summary>
internal sealed record Trial(string TuningJob, string? Definition, JsonObject Tuned, JsonObject? Objective);
