namespace MlOps;

/// <summary>An object that is to be written.</summary>
public sealed record NewObject
{
    /// <summary>Where it goes.</summary>
    public required ObjectLocation Location { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The time that it gets, where a store can set one: the original's.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>What the content is: the same text for the same content and no other. What was begun under another identity is not gone on with.</summary>
    public required string Identity { get; init; }

    /// <summary>The content encoding to record; empty for none.</summary>
    public string ContentEncoding { get; init; } = "";
}
