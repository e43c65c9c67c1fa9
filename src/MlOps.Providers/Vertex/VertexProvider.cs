using System.Runtime.CompilerServices;
using MlOps.Providers.Doctor;
using MlOps.Providers.Listing;
using MlOps.Providers.Logs;
using MlOps.Providers.Vertex.Doctor;
using MlOps.Providers.Vertex.Jobs;
using MlOps.Providers.Vertex.Listing;
using MlOps.Providers.Vertex.Logs;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Providers.Vertex;

/// <summary>Runs jobs on Google Vertex AI.</summary>
public sealed class VertexProvider : IProvider
{
    /// <summary>The provider's name.</summary>
    public const string ProviderName = "Vertex";

    /// <summary>The rows of its check.</summary>
    internal static CheckRows Rows { get; } = new(ProviderName);

    // Reads of the log are counted by the minute, for everybody in the project.
    private static readonly LogTimings s_timings = new() { Follow = TimeSpan.FromSeconds(5), Refresh = TimeSpan.FromSeconds(15), Quiet = TimeSpan.FromSeconds(20) };

    private readonly VertexAccount _account;

    /// <summary>Makes a provider with the settings in force.</summary>
    /// <param name="context">The settings.</param>
    public VertexProvider(MlContext context) => _account = new(context);

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string? MissingConfiguration =>
        Missing(VertexSettings.Project, "no Google Cloud project is set. Set-MlContext -VertexProject sets it, or GOOGLE_CLOUD_PROJECT, or 'gcloud config set project'.")
        ?? Missing(VertexSettings.Location, "no location is set. Set-MlContext -VertexLocation sets it, or 'gcloud config set ai/region'.");

    private VertexDefaults Defaults => new(
        _account.Context[VertexSettings.Project.Name],
        _account.Context[VertexSettings.Location.Name],
        _account.Context[VertexSettings.Bucket.Name],
        _account.Context[VertexSettings.ServiceAccount.Name]);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => VertexDoctor.TestAsync(_account, cancellationToken);

    /// <inheritdoc/>
    public string StagingRoot(TrainingSpec spec) => CustomJobRequest.StagingRoot(spec, Defaults);

    /// <inheritdoc/>
    public StartPlan Plan(TrainingSpec spec)
    {
        var built = CustomJobRequest.Build(spec, Defaults);
        return new(CustomJobRequest.Text(built.Document), built.Ignored, built.Missing);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken)
    {
        var built = CustomJobRequest.Build(spec, Defaults);
        return built.Missing is [var missing, ..] ? throw missing : new VertexStart(_account.Client(_account.Location), VertexFamily.Training).RunAsync(spec.Name, built.Document, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => Requests.TuningObstacles.Of(spec);

    /// <inheritdoc/>
    public StartPlan PlanTuning(TuningSpec spec)
    {
        var built = TuningRequest.Build(spec, Defaults);
        return new(CustomJobRequest.Text(built.Document), built.Ignored, built.Missing);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken)
    {
        var built = TuningRequest.Build(spec, Defaults);
        return built.Missing is [var missing, ..] ? throw missing : new VertexStart(_account.Client(_account.Location), VertexFamily.Tuning).RunAsync(spec.Job.Name, built.Document, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) => TrialList.ReadAsync(Client(job), job, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var locations = VertexLocations.Of(query.Regions, _account.Location);

        // Many locations at once have few jobs each.
        var calls = Math.Max(2, VertexAccount.Calls / Math.Max(1, locations.Count));
        var lists = locations.Select(location =>
        {
            var list = new VertexJobList(_account.Client(location), calls, TimeProvider.System).ReadAsync(query, cancellationToken);
            return VertexLocations.IsNamed(location, query.Regions, _account.Location) ? list : WhereThereAsync(list, cancellationToken);
        }).ToArray();
        await foreach (var job in NewestFirst.MergeAsync(lists, cancellationToken).ConfigureAwait(false))
        {
            if (query.Matches(job))
            {
                yield return job;
            }
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(MlJob job, CancellationToken cancellationToken)
    {
        try
        {
            await Client(job).CancelAsync(VertexFamily.Of(job.Kind).Collection, job.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code is ErrorCode.InvalidArgument or ErrorCode.Conflict)
        {
            // It may have ended in the meantime, which is as good.
            var now = await FindAsync(job, cancellationToken).ConfigureAwait(false);
            if (!now.Status.IsEnded() && now.Status != MlJobStatus.Stopping)
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) => Client(job).DeleteAsync(VertexFamily.Of(job.Kind).Collection, job.Id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) =>
        new JobEntries(_account.Logging, _account.Project, s_timings).ReadAsync(job, query, token => FindAsync(job, token), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Kind == MlJobKind.Tuning)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The tuning job '{job.Name}' has no files of its own: its training jobs have.", "Get-MlJob -Kind Training | Where-Object TuningJobName -eq … | Get-MlArtifact", job);
        }

        var document = await Client(job).GetAsync(VertexFamily.Training.Collection, job.Id, cancellationToken).ConfigureAwait(false);
        await foreach (var file in CustomJobArtifacts.ListAsync(_account.Store, document, cancellationToken).ConfigureAwait(false))
        {
            yield return file;
        }
    }

    /// <inheritdoc/>
    public IObjectStore Store => _account.Store;

    /// <summary>The jobs of a location that a pattern stands for, which the service need not have for this project.</summary>
    private static async IAsyncEnumerable<MlJob> WhereThereAsync(IAsyncEnumerable<MlJob> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var each = jobs.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
            {
                yield break;
            }

            yield return each.Current;
        }
    }

    private VertexClient Client(MlJob job) => _account.Client(job.Region.Length > 0 ? job.Region : _account.Location);

    private async Task<MlJob> FindAsync(MlJob job, CancellationToken cancellationToken)
    {
        var family = VertexFamily.Of(job.Kind);
        var client = Client(job);
        return family.Read(await client.GetAsync(family.Collection, job.Id, cancellationToken).ConfigureAwait(false), client.Location);
    }

    private string? Missing(ContextSetting setting, string sentence)
    {
        var found = _account.Context.Get(setting.Name);
        return found.Value is not null ? null : found.Problem.Length > 0 ? found.Problem : sentence;
    }
}
