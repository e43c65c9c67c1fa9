using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>An operation fails as the service lets it fail.</summary>
internal sealed class GoogleException(string status, string message, params JsonObject[] details) : Exception(message)
{
    public ServiceAnswer Answer => GoogleError.Answer(status, Message, details.Select(detail => (JsonObject)detail.DeepClone()));

    public static GoogleException Invalid(string message) => new("INVALID_ARGUMENT", message);

    public static GoogleException NotFound(string message) => new("NOT_FOUND", message);

    public static GoogleException Precondition(string message) => new("FAILED_PRECONDITION", message);

    public static GoogleException Denied(string permission, string service, string resource) => new(
        "PERMISSION_DENIED",
        $"Permission '{permission}' denied on resource '//{service}/{resource}' (or it may not exist).",
        GoogleError.Info("IAM_PERMISSION_DENIED", service, ("permission", permission), ("resource", resource)));
}
