using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.Listing;
using MlOps.Providers.S3;
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

    private readonly SageMakerAccount _account;

    /// <summary>Makes a provider with the settings in force.</summary>
    /// <param name="context">The settings.</param>
    /// <param name="prompt">Asks the user for a second factor.</param>
    public SageMakerProvider(MlContext context, IUserPrompt prompt) => _account = new(context, prompt);

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
    public StartPlan Plan(TrainingSpec spec)
    {
        var built = TrainingRequest.Build(spec, Defaults);
        return new(TrainingRequest.Text(built.Document), built.Ignored, built.Missing);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken)
    {
        var built = TrainingRequest.Build(spec, Defaults);
        return built.Missing is [var missing, ..] ? throw missing : new JobStart(_account.Client, Family(MlJobKind.Training)).RunAsync(spec.Name, built.Document, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) =>
        new TrainingLog(_account.Logs, new()).ReadAsync(job, query, token => FindAsync(job, token), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lists = Families(query.Kind).Select(family => new JobList(family, SageMakerAccount.Calls, TimeProvider.System).ReadAsync(query, cancellationToken)).ToArray();
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
            await (job.Kind == MlJobKind.Tuning ? _account.Client.StopTuningJobAsync(job.Name, cancellationToken) : _account.Client.StopTrainingJobAsync(job.Name, cancellationToken)).ConfigureAwait(false);
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
        job.Kind == MlJobKind.Tuning ? _account.Client.DeleteTuningJobAsync(job.Name, cancellationToken) : _account.Client.DeleteTrainingJobAsync(job.Name, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => SageMakerDoctor.TestAsync(_account, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlArtifact> ListArtifactsAsync(MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Kind == MlJobKind.Tuning)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The tuning job '{job.Name}' has no files of its own: its training jobs have.", $"Get-MlJob '{job.Name}-*' -Kind Training | Get-MlArtifact", job);
        }

        var document = (await _account.Client.DescribeTrainingJobAsync(job.Name, cancellationToken).ConfigureAwait(false)).Deserialize(SageMakerJson.Default.TrainingJobDocument)!;
        await foreach (var artifact in JobArtifacts.ListAsync(_account.Store, document, cancellationToken).ConfigureAwait(false))
        {
            yield return artifact;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenArtifactAsync(MlArtifact artifact, CancellationToken cancellationToken) =>
        S3Location.Parse(artifact.Uri) is { } location
            ? _account.Store.OpenAsync(location, cancellationToken)
            : throw new MlOpsException(ErrorCode.NotFound, $"'{TerminalText.Clean(artifact.Uri)}' is no object of S3.", "List the job's files with Get-MlArtifact.", artifact);

    private SageMakerDefaults Defaults => new(_account.Context[SageMakerSettings.Role.Name], _account.Context[SageMakerSettings.Bucket.Name]);

    private JobFamily Family(MlJobKind kind) => kind == MlJobKind.Tuning ? new TuningJobs(_account.Client, _account.Region) : new TrainingJobs(_account.Client, _account.Region);

    private IEnumerable<JobFamily> Families(MlJobKind? kind) => kind is { } one ? [Family(one)] : [Family(MlJobKind.Training), Family(MlJobKind.Tuning)];

    private async Task<MlJob> FindAsync(MlJob job, CancellationToken cancellationToken) =>
        (await Family(job.Kind).FindAsync(job.Name, needsTags: false, cancellationToken).ConfigureAwait(false))?.Job
        ?? throw new MlOpsException(ErrorCode.NotFound, $"There is no job '{job.Name}' on {ProviderName} any more.", "Get-MlJob lists the jobs.", job);
}
