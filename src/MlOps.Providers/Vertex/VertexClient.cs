using System.Text.Json;
using MlOps.Providers.Google;

namespace MlOps.Providers.Vertex;

/// <summary>The operations of Vertex AI that MlOps calls, in one location. Each throws an <see cref="MlOpsException"/> with Google's own words.</summary>
internal sealed class VertexClient
{
    private static readonly TimeSpan s_operationInterval = TimeSpan.FromSeconds(1);

    private readonly GoogleRestClient _rest;
    private readonly GoogleEndpoint _endpoint;
    private readonly string _parent;

    public VertexClient(GoogleRestClient rest, string project, string location)
    {
        _rest = rest;
        _endpoint = GoogleEndpoint.Of("aiplatform", $"https://{location}-aiplatform.googleapis.com/");
        _parent = $"projects/{project}/locations/{location}";
        Location = location;
    }

    /// <summary>The location.</summary>
    public string Location { get; }

    /// <summary>Whether calls carry a token: an emulator on this machine gets none.</summary>
    public bool NeedsToken => _endpoint.NeedsToken;

    /// <summary>Starts a job.</summary>
    /// <param name="collection"><c>customJobs</c> or <c>hyperparameterTuningJobs</c>.</param>
    /// <param name="body">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job as the service has it.</returns>
    public Task<JsonElement> CreateAsync(string collection, byte[] body, CancellationToken cancellationToken) =>
        _rest.PostAsync($"aiplatform.{collection}.create", _endpoint, $"v1/{_parent}/{collection}", body, isRepeatable: false, VertexRestJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads a job.</summary>
    /// <param name="collection">The collection it is in.</param>
    /// <param name="name">Its resource name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job.</returns>
    public Task<JsonElement> GetAsync(string collection, string name, CancellationToken cancellationToken) =>
        _rest.GetAsync($"aiplatform.{collection}.get", _endpoint, $"v1/{name}", VertexRestJson.Default.JsonElement, cancellationToken);

    /// <summary>Reads a page of jobs.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="filter">Which ones; empty for all.</param>
    /// <param name="pageSize">How many at most.</param>
    /// <param name="token">The token of the page before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, and the token of the next page.</returns>
    public async Task<(IReadOnlyList<JsonElement> Jobs, string? NextToken)> ListAsync(string collection, string filter, int pageSize, string? token, CancellationToken cancellationToken)
    {
        var query = string.Concat(
            $"?pageSize={pageSize}",
            filter.Length > 0 ? $"&filter={Uri.EscapeDataString(filter)}" : "",
            token is null ? "" : $"&pageToken={Uri.EscapeDataString(token)}");
        var page = await _rest.GetAsync($"aiplatform.{collection}.list", _endpoint, $"v1/{_parent}/{collection}{query}", VertexRestJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JsonElement> jobs = page.TryGetProperty(collection, out var items) ? [.. items.EnumerateArray()] : [];
        return (jobs, page.TryGetProperty("nextPageToken", out var next) && next.GetString() is { Length: > 0 } more ? more : null);
    }

    /// <summary>Asks a job to stop.</summary>
    public Task CancelAsync(string collection, string name, CancellationToken cancellationToken) =>
        _rest.PostAsync($"aiplatform.{collection}.cancel", _endpoint, $"v1/{name}:cancel", "{}"u8.ToArray(), isRepeatable: true, VertexRestJson.Default.JsonElement, cancellationToken);

    /// <summary>Deletes a job, and waits until it is deleted.</summary>
    public async Task DeleteAsync(string collection, string name, CancellationToken cancellationToken)
    {
        var operation = await _rest.DeleteAsync($"aiplatform.{collection}.delete", _endpoint, $"v1/{name}", VertexRestJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        if (operation.ValueKind != JsonValueKind.Object)
        {
            // It was deleted by a call whose answer was lost.
            return;
        }

        while (!(operation.TryGetProperty("done", out var done) && done.ValueKind == JsonValueKind.True))
        {
            await Task.Delay(s_operationInterval, cancellationToken).ConfigureAwait(false);
            operation = await _rest.GetAsync("aiplatform.operations.get", _endpoint, $"v1/{operation.GetProperty("name").GetString()}", VertexRestJson.Default.JsonElement, cancellationToken).ConfigureAwait(false);
        }

        if (operation.TryGetProperty("error", out var error))
        {
            var message = error.TryGetProperty("message", out var said) ? GoogleErrors.Clean(said.GetString()) : "it did not say why";
            throw new MlOpsException(ErrorCode.ProviderError, $"Google Cloud did not delete {name}: {message}", "Look at the job with Get-MlJob.", name);
        }
    }
}
