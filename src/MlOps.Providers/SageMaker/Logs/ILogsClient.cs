namespace MlOps.Providers.SageMaker.Logs;

/// <summary>The operations of CloudWatch Logs that a reader needs. Each throws an <see cref="MlOpsException"/>: <see cref="ErrorCode.NotFound"/> for a group or stream that is not there (yet), <see cref="ErrorCode.AccessDenied"/> …</summary>
internal interface ILogsClient
{
    Task<DescribeLogStreamsResponse> DescribeLogStreamsAsync(DescribeLogStreamsRequest request, CancellationToken cancellationToken);

    Task<GetLogEventsResponse> GetLogEventsAsync(GetLogEventsRequest request, CancellationToken cancellationToken);

    Task<FilterLogEventsResponse> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken);
}
