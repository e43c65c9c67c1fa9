using System.Text.Json;

namespace MlOps.Providers.SageMaker.Documents;

internal sealed record SearchRequest
{
    public required string Resource { get; init; }

    public SearchExpression? SearchExpression { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record SearchExpression
{
    public IReadOnlyList<SearchFilter>? Filters { get; init; }
}

/// <summary>One condition of a search.</summary>
internal sealed record SearchFilter(string Name, string Operator, string? Value = null);

/// <summary>One page of a search. The documents stay as they came, so that nothing of them is lost.</summary>
internal sealed record SearchResponse
{
    public IReadOnlyList<SearchRecord>? Results { get; init; }

    public string? NextToken { get; init; }

    public TotalHits? TotalHits { get; init; }
}

internal sealed record SearchRecord
{
    public JsonElement? TrainingJob { get; init; }

    public JsonElement? HyperParameterTuningJob { get; init; }
}

internal sealed record TotalHits(long? Value, string? Relation);

/// <summary>What <c>ListTrainingJobs</c> and <c>ListHyperParameterTuningJobs</c> take alike.</summary>
internal sealed record ListJobsRequest
{
    public DateTimeOffset? CreationTimeAfter { get; init; }

    public DateTimeOffset? CreationTimeBefore { get; init; }

    public DateTimeOffset? LastModifiedTimeAfter { get; init; }

    public string? NameContains { get; init; }

    public string? StatusEquals { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record ListTrainingJobsResponse
{
    public IReadOnlyList<TrainingJobSummary>? TrainingJobSummaries { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record TrainingJobSummary
{
    public string TrainingJobName { get; set; } = "";

    public string TrainingJobArn { get; set; } = "";

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset? LastModifiedTime { get; init; }

    public string TrainingJobStatus { get; set; } = "";
}

internal sealed record ListTuningJobsResponse
{
    public IReadOnlyList<TuningJobSummary>? HyperParameterTuningJobSummaries { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record TuningJobSummary
{
    public string HyperParameterTuningJobName { get; set; } = "";

    public string HyperParameterTuningJobArn { get; set; } = "";

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset? LastModifiedTime { get; init; }

    public string HyperParameterTuningJobStatus { get; set; } = "";
}

/// <summary>Names one training job.</summary>
internal sealed record TrainingJobKey(string TrainingJobName);

/// <summary>Names one tuning job.</summary>
internal sealed record TuningJobKey(string HyperParameterTuningJobName);

internal sealed record ListTagsRequest(string ResourceArn, string? NextToken = null);

internal sealed record ListTagsResponse
{
    public IReadOnlyList<Tag>? Tags { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record CreateTrainingJobResponse(string TrainingJobArn);

internal sealed record CreateTuningJobResponse(string HyperParameterTuningJobArn);
