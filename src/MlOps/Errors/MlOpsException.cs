namespace MlOps;

/// <summary>The one exception that providers and the domain throw for what a user can act on.</summary>
/// <param name="code">What kind of error it is.</param>
/// <param name="message">One sentence: what was wrong and where. A provider's own words are kept in it.</param>
/// <param name="recommendedAction">One sentence: what to do about it. Empty when there is nothing to add.</param>
/// <param name="target">The thing that the error is about: a job, a name, a path.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class MlOpsException(ErrorCode code, string message, string recommendedAction = "", object? target = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What kind of error it is.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>One sentence that says what to do. May be empty.</summary>
    public string RecommendedAction { get; } = recommendedAction;

    /// <summary>The thing that the error is about.</summary>
    public object? Target { get; } = target;

    /// <summary>The stable id: <c>MlOps.NotFound</c>, <c>MlOps.Conflict</c> …</summary>
    public string ErrorId => $"MlOps.{Code}";
}
