using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>What makes a custom job the trial of a tuning job.</summary>
internal sealed record CloudTrial(CloudJob Tuning, int Number, JsonArray Parameters)
{
    /// <summary>The final measurement. Null: there is none yet, or it failed.</summary>
    public JsonObject? Measurement { get; set; }
}
