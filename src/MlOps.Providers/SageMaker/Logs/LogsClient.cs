using MlOps.Providers.Aws;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>CloudWatch Logs over HTTP.</summary>
internal sealed class LogsClient(AwsJsonClient aws) : ILogsClient
{
    public Task<DescribeLogStreamsResponse> DescribeLogStreamsAsync(DescribeLogStreamsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("DescribeLogStreams", request, LogsJson.Default.DescribeLogStreamsRequest, LogsJson.Default.DescribeLogStreamsResponse, cancellationToken);

    public Task<GetLogEventsResponse> GetLogEventsAsync(GetLogEventsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("GetLogEvents", request, LogsJson.Default.GetLogEventsRequest, LogsJson.Default.GetLogEventsResponse, cancellationToken);

    public Task<FilterLogEventsResponse> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("FilterLogEvents", request, LogsJson.Default.FilterLogEventsRequest, LogsJson.Default.FilterLogEventsResponse, cancellationToken);
}
