namespace MlOps.StandIn.Serving;

/// <summary>What goes wrong with a call. What happens to the answer alone (reset, truncate, slow) happens after the operation has had its effect.</summary>
public enum FaultKind
{
    /// <summary>HTTP 500, InternalFailure or INTERNAL; the operation has no effect.</summary>
    Status500,

    /// <summary>HTTP 503, ServiceUnavailable or UNAVAILABLE; the operation has no effect.</summary>
    Status503,

    /// <summary>The connection is aborted in the middle of the body.</summary>
    Reset,

    /// <summary>Half of the body, with a Content-Length that agrees.</summary>
    Truncate,

    /// <summary>The body arrives in small pieces.</summary>
    Slow,

    /// <summary>ExpiredTokenException, or HTTP 401 UNAUTHENTICATED; the operation has no effect.</summary>
    Expired,

    /// <summary>The signature is said to be too old, with a Date that is an hour ahead (with REST: as Expired); the operation has no effect.</summary>
    Skew,

    /// <summary>ThrottlingException, or HTTP 429 RESOURCE_EXHAUSTED, whatever the rate; the operation has no effect.</summary>
    Throttle,
}
