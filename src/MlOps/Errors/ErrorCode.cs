namespace MlOps;

/// <summary>What kind of thing went wrong. The error id that scripts may test is <c>MlOps.</c> followed by the name.</summary>
public enum ErrorCode
{
    /// <summary>A provider lacks a setting, a credential or a program that it needs.</summary>
    NotConfigured,

    /// <summary>The named job, file or metric does not exist.</summary>
    NotFound,

    /// <summary>The provider or the file system refused access.</summary>
    AccessDenied,

    /// <summary>The name is taken, or the state does not allow the operation.</summary>
    Conflict,

    /// <summary>The provider asked to slow down, and still did after the retries.</summary>
    Throttled,

    /// <summary>A parameter or a value in it cannot be used.</summary>
    InvalidArgument,

    /// <summary>Stored data is damaged or not what its checksum says.</summary>
    Corrupt,

    /// <summary>Any other failure that the provider reports.</summary>
    ProviderError,
}
