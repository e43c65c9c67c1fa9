namespace MlOps.StandIn.Serving;

/// <summary>What goes wrong with a call. What happens to the answer alone (reset, truncate, slow) happens after the operation has had its effect.</summary>
public enum FaultKind
{
    /// <summary>HTTP 500, InternalFailure; the operation has no effect.</summary>
    Status500,

    /// <summary>The connection is aborted in the middle of the body.</summary>
    Reset,

    /// <summary>Half of the body, with a Content-Length that agrees.</summary>
    Truncate,

    /// <summary>The body arrives in small pieces.</summary>
    Slow,

    /// <summary>ExpiredTokenException; the operation has no effect.</summary>
    Expired,

    /// <summary>The signature is said to be too old, with a Date that is an hour ahead; the operation has no effect.</summary>
    Skew,

    /// <summary>ThrottlingException, whatever the rate; the operation has no effect.</summary>
    Throttle,
}
