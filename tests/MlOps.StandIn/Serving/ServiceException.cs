namespace MlOps.StandIn.Serving;

/// <summary>An operation fails as the service lets it fail.</summary>
internal sealed class ServiceException(string type, string message) : Exception(message)
{
    public string Type { get; } = type;

    public static ServiceException Invalid(string message) => new("ValidationException", message);

    public static ServiceException InvalidParameter(string message) => new("InvalidParameterException", message);
}
