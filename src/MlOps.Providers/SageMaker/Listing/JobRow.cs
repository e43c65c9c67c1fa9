namespace MlOps.Providers.SageMaker.Listing;

/// <summary>A job with what a list needs to know of it.</summary>
/// <param name="Job">The job.</param>
/// <param name="ModifiedAt">When it last changed; <see langword="null"/> when the document does not say.</param>
internal sealed record JobRow(MlJob Job, DateTimeOffset? ModifiedAt);
