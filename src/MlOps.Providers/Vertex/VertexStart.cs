using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Vertex.Listing;

namespace MlOps.Providers.Vertex;

/// <summary>Starts a job, once. Vertex AI itself would start any number of one name, which would write into one folder.</summary>
/// <param name="client">Vertex AI in the job's location.</param>
/// <param name="family">What kind of job it is.</param>
internal sealed class VertexStart(VertexClient client, VertexFamily family)
{
    // Between our clock and the service's.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(2);

    /// <summary>Sends the request and gives the job as Vertex AI then has it.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job.</returns>
    /// <exception cref="MlOpsException">Vertex AI refused it, or the name is taken.</exception>
    public async Task<MlJob> RunAsync(string name, JsonObject request, CancellationToken cancellationToken)
    {
        if ((await FindAsync(name, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            throw new MlOpsException(ErrorCode.Conflict, $"There is a {family.Word} '{name}' in {client.Location} already.", "Choose another name, or remove that job: both would write to the same folder.", name);
        }

        var began = DateTimeOffset.UtcNow;
        try
        {
            return family.Read(await client.CreateAsync(family.Collection, JsonSerializer.SerializeToUtf8Bytes(request, VertexRestJson.Default.JsonObject), cancellationToken).ConfigureAwait(false), client.Location);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.ProviderError)
        {
            // An answer was lost on the way: the job may be there all the same.
            if (await FindStartedAsync(name, request[family.JobMember]!, began, cancellationToken).ConfigureAwait(false) is { } started)
            {
                return started;
            }

            throw;
        }
    }

    private async Task<MlJob?> FindStartedAsync(string name, JsonNode spec, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var found = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        return found.Where(job => job.TryGetProperty(family.JobMember, out var there) && JsonParts.Holds(JsonNode.Parse(there.GetRawText()), spec))
            .Select(job => family.Read(job, client.Location))
            .FirstOrDefault(job => job.CreatedAt > began - s_tolerance);
    }

    private async Task<IReadOnlyList<JsonElement>> FindAsync(string name, CancellationToken cancellationToken)
    {
        // A name has letters, digits and hyphens only.
        var (jobs, _) = await client.ListAsync(family.Collection, $"display_name=\"{name}\"", pageSize: 20, token: null, cancellationToken).ConfigureAwait(false);
        return jobs;
    }
}
