using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.Doctor;
using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Doctor;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;
using MlOps.Providers.SageMaker.Listing;
using MlOps.Providers.SageMaker.Logs;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Providers.SageMaker;

/// <summary>Runs jobs on Amazon SageMaker.</summary>
public sealed class SageMakerProvider : IProvider
{
    /// <summary>The provider's name.</summary>
    public const string ProviderName = "SageMaker";

    /// <summary>The rows of its check.</summary>
    internal static CheckRows Rows { get; } = new(ProviderName);

    private readonly SageMakerAccount _account;
    private readonly ConcurrentDictionary<string, SageMakerAccount> _accounts;
    private readonly Func<string, SageMakerAccount> _create;

    /// <summary>Makes a provider with the settings in force.</summary>
    /// <param name="context">The settings.</param>
    /// <param name="prompt">Asks the user for a second factor.</param>
    public SageMakerProvider(MlContext context, IUserPrompt prompt)
    {
        _account = new(context, prompt);
        _accounts = new(StringComparer.Ordinal) { [_account.Region] = _account };
        _create = region => new(context, prompt, region);
    }

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string? MissingConfiguration
    {
        get
        {
            var region = _account.Context.Get(SageMakerSettings.Region.Name);
            return region.Value is not null ? null
                : region.Problem.Length > 0 ? region.Problem
                : "no AWS region is set. Set-MlContext -SageMakerRegion sets it, or AWS_REGION, or 'aws configure'.";
        }
    }

    /// <inheritdoc/>
    public string StagingRoot(TrainingSpec spec) => TrainingRequest.StagingRoot(spec, Defaults);

    /// <inheritdoc/>
    public StartPlan Plan(TrainingSpec spec)
    {
        var built = TrainingRequest.Build(spec, Defaults);
        return new(RequestParts.Text(built.Document), built.Ignored, built.Missing);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken)
    {
        var built = TrainingRequest.Build(spec, Defaults);
        return built.Missing is [var missing, ..] ? throw missing : new JobStart(Family(_account, MlJobKind.Training)).RunAsync(spec.Name, built.Document, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) =>
        new TrainingLog(In(job.Region).Logs, new()).ReadAsync(job, query, token => FindAsync(job, token), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => [.. Requests.TuningObstacles.Hard(spec), .. Requests.TuningObstacles.OfImage(spec)];

    /// <inheritdoc/>
    public StartPlan PlanTuning(TuningSpec spec)
    {
        var built = TuningRequest.Build(spec, Defaults);
        return new(RequestParts.Text(built.Document), built.Ignored, built.Missing);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken)
    {
        var built = TuningRequest.Build(spec, Defaults);
        return built.Missing is [var missing, ..] ? throw missing : new JobStart(Family(_account, MlJobKind.Tuning)).RunAsync(spec.Job.Name, built.Document, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) => job.Kind == MlJobKind.Tuning
        ? new TuningTrials(In(job.Region).Client, job.Region.Length > 0 ? job.Region : _account.Region).ReadAsync(job.Name, cancellationToken)
        : throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(job.Name)}' is a training job, and only tuning jobs have trials.", "Get-MlJob -Kind Tuning lists the tuning jobs.", job);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lists = Regions(query)
            .SelectMany(region => Families(In(region), query.Kind))
            .Select(family => new JobList(family, SageMakerAccount.Calls, TimeProvider.System).ReadAsync(query, cancellationToken))
            .ToArray();
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
            var client = In(job.Region).Client;
            await (job.Kind == MlJobKind.Tuning ? client.StopTuningJobAsync(job.Name, cancellationToken) : client.StopTrainingJobAsync(job.Name, cancellationToken)).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.InvalidArgument)
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
    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) =>
        job.Kind == MlJobKind.Tuning ? In(job.Region).Client.DeleteTuningJobAsync(job.Name, cancellationToken) : In(job.Region).Client.DeleteTrainingJobAsync(job.Name, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => SageMakerDoctor.TestAsync(_account, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Kind == MlJobKind.Tuning)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The tuning job '{job.Name}' has no files of its own: its training jobs have.", $"Get-MlJob '{job.Name}-*' -Kind Training | Get-MlArtifact", job);
        }

        var account = In(job.Region);
        var document = (await account.Client.DescribeTrainingJobAsync(job.Name, cancellationToken).ConfigureAwait(false)).Deserialize(SageMakerJson.Default.TrainingJobDocument)!;
        await foreach (var file in JobArtifacts.ListAsync(account.Store, document, cancellationToken).ConfigureAwait(false))
        {
            yield return file;
        }
    }

    /// <inheritdoc/>
    public IObjectStore Store => _account.Store;

    private SageMakerDefaults Defaults => new(_account.Context[SageMakerSettings.Role.Name], _account.Context[SageMakerSettings.Bucket.Name]);

    private static JobFamily Family(SageMakerAccount account, MlJobKind kind) =>
        kind == MlJobKind.Tuning ? new TuningJobs(account.Client, account.Region) : new TrainingJobs(account.Client, account.Region);

    private static IEnumerable<JobFamily> Families(SageMakerAccount account, MlJobKind? kind) =>
        kind is { } one ? [Family(account, one)] : [Family(account, MlJobKind.Training), Family(account, MlJobKind.Tuning)];

    /// <summary>The regions that a query asks for: those that it names, and the one in the settings where a wildcard fits it. Which others a user may use nobody knows beforehand.</summary>
    private IEnumerable<string> Regions(JobQuery query) => query.Regions.Count == 0
        ? [_account.Region]
        : query.Regions.SelectMany(region => region.IsLiteral ? [Checked(region.LiteralName!.ToLowerInvariant())] : new[] { _account.Region }.Where(region.Matches)).Distinct(StringComparer.Ordinal);

    // It becomes part of a host's name.
    private static string Checked(string region) =>
        SageMakerSettings.Region.FindProblem(region) is { Length: > 0 } problem ? throw new MlOpsException(ErrorCode.InvalidArgument, problem, "Give another -Region.", region) : region;

    private SageMakerAccount In(string region) => region.Length == 0 ? _account : _accounts.GetOrAdd(region, _create);

    private async Task<MlJob> FindAsync(MlJob job, CancellationToken cancellationToken) =>
        (await Family(In(job.Region), job.Kind).FindAsync(job.Name, needsTags: false, cancellationToken).ConfigureAwait(false))?.Job
        ?? throw new MlOpsException(ErrorCode.NotFound, $"There is no job '{job.Name}' on {ProviderName} any more.", "Get-MlJob lists the jobs.", job);
}
