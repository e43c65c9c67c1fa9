using System.Text.Json;
using MlOps.Providers.Google;

namespace MlOps.Providers.Vertex.Logs;

/// <summary>Cloud Logging over HTTP.</summary>
internal sealed class LoggingClient(GoogleRestClient rest) : ILoggingClient
{
    private static readonly LogQuota s_quota = new();

    private readonly GoogleEndpoint _endpoint = GoogleEndpoint.Of("logging", "https://logging.googleapis.com/");

    public async Task<ListLogEntriesResponse> ListEntriesAsync(ListLogEntriesRequest request, CancellationToken cancellationToken)
    {
        await s_quota.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await rest.PostAsync(
            "logging.logEntries.list",
            _endpoint,
            "v2/entries:list",
            JsonSerializer.SerializeToUtf8Bytes(request, LoggingJson.Default.ListLogEntriesRequest),
            isRepeatable: true,
            LoggingJson.Default.ListLogEntriesResponse,
            cancellationToken).ConfigureAwait(false);
    }
}
