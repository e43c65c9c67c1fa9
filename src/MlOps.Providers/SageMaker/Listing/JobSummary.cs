namespace MlOps.Providers.SageMaker.Listing;

/// <summary>The little that the plain list operations say of a job.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status, in SageMaker's word.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ModifiedAt">When it last changed.</param>
internal sealed record JobSummary(string Id, string Name, string Status, DateTimeOffset CreatedAt, DateTimeOffset? ModifiedAt);
