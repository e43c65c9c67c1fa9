namespace MlOps.Providers.Vertex.Logs;

/// <summary>The one operation of Cloud Logging that a reader needs.</summary>
internal interface ILoggingClient
{
    /// <summary>Lists entries.</summary>
    /// <exception cref="MlOpsException">Cloud Logging refused, or could not be reached.</exception>
    Task<ListLogEntriesResponse> ListEntriesAsync(ListLogEntriesRequest request, CancellationToken cancellationToken);
}
