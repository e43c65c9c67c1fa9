namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What the settings say where a job says nothing.</summary>
/// <param name="Role">The role that jobs run as; <see langword="null"/> when none is set.</param>
/// <param name="Bucket">The bucket that jobs write to; <see langword="null"/> when none is set.</param>
internal sealed record SageMakerDefaults(string? Role, string? Bucket);
