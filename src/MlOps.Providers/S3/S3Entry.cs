namespace MlOps.Providers.S3;

/// <summary>One object of a list.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="LastModified">When it was last written.</param>
internal sealed record S3Entry(S3Location Location, long Size, DateTimeOffset LastModified);
