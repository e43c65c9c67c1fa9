using MlOps.Providers.Logs;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Asks again when the service is away for a moment: following a job of days shall outlive that.</summary>
/// <param name="logs">The service.</param>
/// <param name="failures">How long.</param>
internal sealed class PatientLogsClient(ILogsClient logs, PassingFailures failures) : ILogsClient
{
    public Task<DescribeLogStreamsResponse> DescribeLogStreamsAsync(DescribeLogStreamsRequest request, CancellationToken cancellationToken) =>
        failures.RepeatAsync(token => logs.DescribeLogStreamsAsync(request, token), cancellationToken);

    public Task<GetLogEventsResponse> GetLogEventsAsync(GetLogEventsRequest request, CancellationToken cancellationToken) =>
        failures.RepeatAsync(token => logs.GetLogEventsAsync(request, token), cancellationToken);

    public Task<FilterLogEventsResponse> FilterLogEventsAsync(FilterLogEventsRequest request, CancellationToken cancellationToken) =>
        failures.RepeatAsync(token => logs.FilterLogEventsAsync(request, token), cancellationToken);
}
