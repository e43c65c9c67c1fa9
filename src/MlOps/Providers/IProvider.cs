namespace MlOps;

/// <summary>What runs jobs: a cloud, or this machine. Everything that the cmdlets ask of it is here; what a provider cannot do, its <see cref="Plan"/> or an <see cref="MlOpsException"/> says.</summary>
public interface IProvider
{
    /// <summary>The name by which <c>-Provider</c> selects it.</summary>
    string Name { get; }

    /// <summary>How often it is polite to ask it for the state of jobs.</summary>
    TimeSpan PollInterval { get; }

    /// <summary>Why it cannot be used yet, as one sentence; <see langword="null"/> when it is configured. Asks nobody and is quick.</summary>
    string? MissingConfiguration { get; }

    /// <summary>Looks at everything that jobs need, one row a check.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The rows, as they are found.</returns>
    IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken);

    /// <summary>Says where files of this machine are sent that a job shall read: its code, and inputs that are local. Asks nobody.</summary>
    /// <param name="spec">The job.</param>
    /// <returns>
    /// An address of a store that jobs can read here, without a slash at its end; with <see cref="StagedAddress.UnknownBucket"/> as its bucket as long as none is set, which <see cref="Plan"/> then
    /// says is missing. <see langword="null"/> where jobs read the files of this machine themselves.
    /// </returns>
    string? StagingRoot(TrainingSpec spec);

    /// <summary>Says what starting a job would do. Changes nothing.</summary>
    /// <param name="spec">The job.</param>
    /// <returns>The exact request, and what of the job has no counterpart here.</returns>
    /// <exception cref="MlOpsException">The job cannot be run here; the message says why.</exception>
    StartPlan Plan(TrainingSpec spec);

    /// <summary>Starts a job and returns as soon as it is accepted.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job.</returns>
    /// <exception cref="MlOpsException">The job cannot be run here, its name is taken, or the provider refused it.</exception>
    Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken);

    /// <summary>Says what of a search the provider's own tuning service cannot do. Asks nobody.</summary>
    /// <param name="spec">The search.</param>
    /// <returns>A clause for each reason, such as <c>SageMaker's tuning has no conditional parameters</c>; empty when it can do all of it.</returns>
    IReadOnlyList<string> TuningObstacles(TuningSpec spec);

    /// <summary>Says what handing a search to the provider's tuning service would do. Changes nothing.</summary>
    /// <param name="spec">The search.</param>
    /// <returns>The exact request, and what of the search has no counterpart here.</returns>
    /// <exception cref="MlOpsException">The service cannot do it, for one of <see cref="TuningObstacles"/> or because of a limit; the message says why.</exception>
    StartPlan PlanTuning(TuningSpec spec);

    /// <summary>Hands a search to the provider's tuning service and returns as soon as it is accepted.</summary>
    /// <param name="spec">The search.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The tuning job.</returns>
    /// <exception cref="MlOpsException">The service cannot do it, its name is taken, or the provider refused it.</exception>
    Task<MlJob> StartTuningAsync(TuningSpec spec, CancellationToken cancellationToken);

    /// <summary>Lists the trials of a tuning job.</summary>
    /// <param name="job">The tuning job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The trials, in any order.</returns>
    /// <exception cref="MlOpsException">There is no such job, or it is no tuning job.</exception>
    IAsyncEnumerable<MlTrial> ListTrialsAsync(MlJob job, CancellationToken cancellationToken);

    /// <summary>Lists jobs, the newest first, each with every property filled.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs, as they arrive.</returns>
    IAsyncEnumerable<MlJob> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Asks a job to stop and returns when the request is accepted. A job that has ended stays as it is.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">There is no such job, or the provider refused.</exception>
    Task StopAsync(MlJob job, CancellationToken cancellationToken);

    /// <summary>Deletes an ended job with its log and its files.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">There is no such job, or it has not ended.</exception>
    Task RemoveAsync(MlJob job, CancellationToken cancellationToken);

    /// <summary>Reads a job's log in the order of time.</summary>
    /// <param name="job">The job.</param>
    /// <param name="query">Which part of it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The lines, as they arrive.</returns>
    IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken);

    /// <summary>The store in which this provider's jobs have their data: objects with its scheme are read and written there.</summary>
    IObjectStore Store { get; }

    /// <summary>Lists the files that a job has made so far.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, by path.</returns>
    IAsyncEnumerable<JobFile> ListFilesAsync(MlJob job, CancellationToken cancellationToken);
}
