namespace MlOps.Providers.Gcs;

/// <summary>One object of a list.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="LastModified">When it was last written.</param>
internal sealed record GcsEntry(GcsLocation Location, long Size, DateTimeOffset LastModified);
