namespace MlOps.Providers.SageMaker.Logs;

// The parts of CloudWatch Logs' documents that MlOps reads and writes (botocore logs/2014-03-28). Times are milliseconds since 1970.

internal sealed record DescribeLogStreamsRequest
{
    public required string LogGroupName { get; init; }

    public required string LogStreamNamePrefix { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record DescribeLogStreamsResponse
{
    public IReadOnlyList<LogStream>? LogStreams { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record LogStream
{
    public string LogStreamName { get; set; } = "";

    public long? FirstEventTimestamp { get; init; }

    public long? LastEventTimestamp { get; init; }
}

internal sealed record GetLogEventsRequest
{
    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    public long? StartTime { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }

    public bool? StartFromHead { get; init; }
}

internal sealed record GetLogEventsResponse
{
    public IReadOnlyList<LogEvent>? Events { get; init; }

    public string? NextForwardToken { get; init; }

    public string? NextBackwardToken { get; init; }
}

internal sealed record FilterLogEventsRequest
{
    public required string LogGroupName { get; init; }

    public string? LogStreamNamePrefix { get; init; }

    public string? FilterPattern { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public string? NextToken { get; init; }

    public int? Limit { get; init; }
}

internal sealed record FilterLogEventsResponse
{
    public IReadOnlyList<LogEvent>? Events { get; init; }

    public string? NextToken { get; init; }
}

/// <summary>One line. The stream and the id come with <c>FilterLogEvents</c> only.</summary>
internal sealed record LogEvent
{
    public string? LogStreamName { get; init; }

    public string? EventId { get; init; }

    public long Timestamp { get; init; }

    public string Message { get; set; } = "";
}
