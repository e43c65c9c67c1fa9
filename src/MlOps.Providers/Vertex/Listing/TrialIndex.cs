using System.Text.Json;

namespace MlOps.Providers.Vertex.Listing;

/// <summary>
/// Tells which custom jobs are the trials of which tuning job. A custom job does not say so; the tuning job names its trials' jobs, but in its own document only, which is read when a custom job
/// was made during its life.
/// </summary>
internal sealed class TrialIndex
{
    private const int PageSize = 100;

    // A trial's job is made a moment after the tuning job, and before its end.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);

    private readonly VertexClient _client;
    private readonly Task<IReadOnlyList<Tuning>> _tunings;

    public TrialIndex(VertexClient client, CancellationToken cancellationToken)
    {
        _client = client;
        _tunings = ReadAsync(cancellationToken);
    }

    /// <summary>The tuning job that a custom job is a trial of.</summary>
    /// <param name="job">The custom job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The tuning job's name; <see langword="null"/> when there is none.</returns>
    public async Task<string?> FindAsync(MlJob job, CancellationToken cancellationToken)
    {
        foreach (var tuning in await _tunings.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            if (job.CreatedAt >= tuning.Job.CreatedAt - s_tolerance
                && (tuning.Job.EndedAt is not { } end || job.CreatedAt <= end + s_tolerance)
                && (await tuning.Trials.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).Contains(Key(job.Id)))
            {
                return tuning.Job.Name;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<Tuning>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<Tuning>();
        try
        {
            string? token = null;
            do
            {
                var (jobs, next) = await _client.ListAsync(VertexFamily.Tuning.Collection, "", PageSize, token, cancellationToken).ConfigureAwait(false);
                found.AddRange(jobs.Select(job => VertexFamily.Tuning.Read(job, _client.Location)).Select(job => new Tuning(job, new(() => TrialsAsync(job.Id, cancellationToken)))));
                token = next;
            }
            while (token is not null);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.AccessDenied)
        {
            // Who may not see tuning jobs shall see the others.
        }

        return found;
    }

    private async Task<HashSet<string>> TrialsAsync(string name, CancellationToken cancellationToken)
    {
        var jobs = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var document = await _client.GetAsync(VertexFamily.Tuning.Collection, name, cancellationToken).ConfigureAwait(false);
            if (document.TryGetProperty("trials", out var trials) && trials.ValueKind == JsonValueKind.Array)
            {
                jobs.UnionWith(trials.EnumerateArray().Select(trial => trial.TryGetProperty("customJob", out var job) ? Key(job.GetString() ?? "") : ""));
            }
        }
        catch (MlOpsException e) when (e.Code is ErrorCode.NotFound or ErrorCode.AccessDenied)
        {
            // Deleted in the meantime, or not to be seen.
        }

        return jobs;
    }

    // A project goes by its id or by its number, so that the last part of a name is what can be compared.
    private static string Key(string name) => name[(name.LastIndexOf('/') + 1)..];

    private sealed record Tuning(MlJob Job, Lazy<Task<HashSet<string>>> Trials);
}
