namespace MlOps;

/// <summary>One row of what <c>Test-MlProvider</c> found.</summary>
public sealed record MlProviderCheck
{
    /// <summary>The provider that was looked at.</summary>
    public required string Provider { get; init; }

    /// <summary>What was looked at.</summary>
    public required string Check { get; init; }

    /// <summary>What came of it.</summary>
    public MlCheckResult Result { get; init; }

    /// <summary>What was found.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How to mend it. Empty when there is nothing to mend.</summary>
    public string Remedy { get; init; } = "";
}
