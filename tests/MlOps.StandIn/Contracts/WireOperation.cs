namespace MlOps.StandIn.Contracts;

/// <summary>One operation of a contract: the names of its shapes.</summary>
internal sealed record WireOperation
{
    /// <summary>AWS: the whole request.</summary>
    public string? Input { get; init; }

    /// <summary>AWS: the answer. Null: the service answers nothing.</summary>
    public string? Output { get; init; }

    /// <summary>REST: method and path, such as <c>GET /v1/{name=projects/*/locations/*/customJobs/*}</c>.</summary>
    public string? Http { get; init; }

    /// <summary>REST: the body of the request. Null: there is none.</summary>
    public string? Body { get; init; }

    /// <summary>REST: the parameters that may stand in the query.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>REST: the answer.</summary>
    public string? Response { get; init; }
}
