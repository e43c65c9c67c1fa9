using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MlOps.Providers.Local;

/// <summary>Runs jobs on this machine: as processes, or in containers.</summary>
public sealed class LocalProvider : IProvider
{
    /// <summary>The provider's name.</summary>
    public const string ProviderName = "Local";

    private static readonly TimeSpan s_followInterval = TimeSpan.FromMilliseconds(50);

    private readonly JobStore _store;

    /// <summary>Makes a provider over the jobs in a home folder.</summary>
    /// <param name="home">The folder, as <see cref="MlHome.Path"/> names it.</param>
    public LocalProvider(string home) => _store = new JobStore(Path.Combine(home, "local", "jobs"));

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public TimeSpan PollInterval => TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public string? MissingConfiguration =>
        OperatingSystem.IsWindows() ? "Local jobs need Linux or macOS; on Windows, run PowerShell in WSL." : null;

    private LocalJobs Jobs => new(_store);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => LocalDoctor.TestAsync(_store, cancellationToken);

    /// <inheritdoc/>
    public string? StagingRoot(TrainingSpec spec) => null;

    /// <inheritdoc/>
    public StartPlan Plan(TrainingSpec spec)
    {
        var machine = LocalMachine.Detect();
        return new(LaunchText.Render(new LocalPlanner(_store).Plan(spec, machine, CancellationToken.None)), LocalPlanner.Ignored(spec, machine), []);
    }

    /// <inheritdoc/>
    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var plan = new LocalPlanner(_store).Plan(spec, LocalMachine.Detect(), cancellationToken);
            var document = plan.Document;
            cancellationToken.ThrowIfCancellationRequested();
            var folder = CreateFolder(plan, cancellationToken);
            try
            {
                StartInstances(folder, document);
                SupervisorHost.Start(folder);
            }
            catch (Win32Exception e)
            {
                JobProcesses.Signal(document.Id, [], JobProcesses.SIGKILL);
                _store.Remove(document.Name);
                throw new MlOpsException(ErrorCode.ProviderError, $"The system did not start the job '{spec.Name}': {e.Message}.", "", spec.Name, e);
            }

            return LocalJobs.ToJob(folder, document);
        },
        cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> TuningObstacles(TuningSpec spec) => ["this machine has no tuning service"];

    /// <inheritdoc/>
    public StartPlan PlanTuning(TuningSpec spec) => throw NoService(spec.Job.Name);

    /// <inheritdoc/>
    public Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken) => throw NoService(spec.Job.Name);

    /// <inheritdoc/>
    public IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken) => throw NoService(job.Name);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlJob> ListAsync(JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var job in await Task.Run(() => Jobs.List(query, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return job;
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(MlJob job, CancellationToken cancellationToken)
    {
        var (folder, document) = Jobs.Require(job.Name);
        if (!JobState.Observe(folder, document).Status.IsEnded())
        {
            folder.RequestStop(StopReason.User);
            if (!SupervisorLock.IsHeld(folder))
            {
                SupervisorHost.Start(folder);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var status = Jobs.StatusOf(job.Name);
            if (!status.IsEnded())
            {
                throw new MlOpsException(ErrorCode.Conflict, $"The local job '{job.Name}' is {status}.", "Stop it first with Stop-MlJob, or remove it with -Force.", job);
            }

            // Its supervisor may be about to write down how it ended. What is written late must not meet a new job of this name.
            using var held = await SupervisorLock.AcquireAsync(_store.Folder(job.Name)).ConfigureAwait(false);
            _store.Remove(job.Name);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (folder, document) = Jobs.Require(job.Name);
        using var log = new JobLog(folder, document.Name, document.Launch.InstanceCount);
        if (query.Since is { } since)
        {
            log.SeekTime(since);
        }

        // The status before the lines: once it says "ended", every line is there.
        var hasEnded = JobState.Observe(folder, document).Status.IsEnded();
        var lines = query.Tail is { } tail ? log.ReadTail(tail, toTheEnd: hasEnded || !query.Follow) : log.ReadAvailable(toTheEnd: hasEnded || !query.Follow);
        while (true)
        {
            foreach (var line in lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (query.Since is null || line.Time >= query.Since)
                {
                    yield return line;
                }
            }

            if (hasEnded || !query.Follow)
            {
                yield break;
            }

            await Task.Delay(s_followInterval, cancellationToken).ConfigureAwait(false);
            hasEnded = JobState.Observe(folder, document).Status.IsEnded();
            lines = log.ReadAvailable(toTheEnd: hasEnded);
        }
    }

    /// <inheritdoc/>
    public IObjectStore Store { get; } = new FolderStore();

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (folder, document) = Jobs.Require(job.Name);
        var mayGrow = !JobState.Observe(folder, document).Status.IsEnded();
        foreach (var file in await Task.Run(() => LocalArtifacts.List(folder, mayGrow, cancellationToken).ToList(), cancellationToken).ConfigureAwait(false))
        {
            yield return file;
        }
    }

    private JobFolder CreateFolder(LocalPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return _store.Create(plan.Document, plan.Code, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                e is UnauthorizedAccessException ? ErrorCode.AccessDenied : ErrorCode.ProviderError,
                $"The job '{plan.Document.Name}' cannot be stored in '{_store.Root}': {e.Message}",
                "Set MLOPS_HOME to a folder that you can write to and that has room.",
                plan.Document.Name,
                e);
        }
    }

    private static void StartInstances(JobFolder folder, LocalJobDocument document)
    {
        var launch = document.Launch;
        for (var rank = 0; rank < launch.InstanceCount; rank++)
        {
            var environment = DetachedProcess.InheritedEnvironment();
            foreach (var (name, value) in launch.InstanceEnvironment(document.Id, rank))
            {
                environment[name] = value;
            }

            DetachedProcess.Start(InstanceScript.Arguments(folder.Instance(rank), launch.WorkingDirectory, launch.InstanceArguments(document.Id, rank)), environment);
        }
    }

    private static MlOpsException NoService(string name) =>
        new(ErrorCode.InvalidArgument, $"This machine has no tuning service, which could run '{TerminalText.Clean(name)}'.", "Leave -Engine Service out: MlOps runs the search itself.", name);
}
