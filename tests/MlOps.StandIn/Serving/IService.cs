using System.Text.Json.Nodes;

namespace MlOps.StandIn.Serving;

/// <summary>What a <see cref="StandInServer"/> serves.</summary>
public interface IService
{
    /// <summary>Answers a call of the service.</summary>
    Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation);

    /// <summary>Carries out what <c>/_control/&lt;action&gt;</c> asks for, and says what there is to know. Throws <see cref="ArgumentException"/> for what it does not understand.</summary>
    JsonNode Control(string action, JsonObject body);
}
