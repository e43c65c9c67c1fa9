namespace MlOps.Providers.Stores;

/// <summary>One object of a list.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="LastModified">When it was last written.</param>
internal sealed record ObjectEntry(ObjectLocation Location, long Size, DateTimeOffset LastModified);
