namespace MlOps.Providers.Vertex.Documents;

/// <summary>What <c>customJobs.list</c> gives. Without any job, the member is absent.</summary>
internal sealed record ListCustomJobsResponse
{
    public IReadOnlyList<CustomJobDocument>? CustomJobs { get; init; }

    public string? NextPageToken { get; init; }
}

/// <summary>What <c>hyperparameterTuningJobs.list</c> gives. Without any job, the member is absent.</summary>
internal sealed record ListTuningJobsResponse
{
    public IReadOnlyList<TuningJobDocument>? HyperparameterTuningJobs { get; init; }

    public string? NextPageToken { get; init; }
}
