namespace MlOps.StandIn.Storage;

/// <summary>A part of an upload.</summary>
internal sealed record S3Part(int Number, Blob Content, BlobSums Sums, string ETag, DateTimeOffset LastModified);
