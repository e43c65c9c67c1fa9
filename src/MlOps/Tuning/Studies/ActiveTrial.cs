using System.Threading.Channels;

namespace MlOps;

/// <summary>A trial that has a place: makes sure that it has a job, exactly one, and reads its metrics as they are printed.</summary>
internal sealed class ActiveTrial(TrialRun run, ActiveShare share, TrainingSpec job, string study, MetricPattern pattern, ChannelWriter<StudySignal> signals)
{
    private volatile bool _isUnwanted;
    private Task? _stopping;

    public TrialRun Run => run;

    public ActiveShare Share => share;

    /// <summary>Its job as it was last seen; <see langword="null"/> before it is known.</summary>
    public MlJob? Job { get; set; }

    /// <summary>When its job was last seen.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When its job was first seen to have ended; <see langword="null"/> before.</summary>
    public DateTimeOffset? EndSeenAt { get; set; }

    public bool IsLogRead { get; set; }

    public CancellationTokenSource Cancellation { get; } = new();

    public Task Work { get; private set; } = Task.CompletedTask;

    /// <summary>Says that its job is not wanted any more: one that is not there need not be started.</summary>
    public void Unwant() => _isUnwanted = true;

    /// <summary>Begins.</summary>
    /// <param name="mayBeThere">Whether an earlier process, or an earlier try, may have started the job.</param>
    public void Begin(bool mayBeThere) => Work = Task.Run(() => WorkAsync(mayBeThere, Cancellation.Token));

    /// <summary>Asks for the end of its job, unless that is on its way; and again, when it got lost.</summary>
    public void Stop()
    {
        if (Job is not { } running || running.Status.IsEnded() || _stopping is { IsCompleted: false } || (_stopping is not null && running.Status == MlJobStatus.Stopping))
        {
            return;
        }

        _stopping = StopAsync(running, _stopping is not null, Cancellation.Token);
    }

    private async Task WorkAsync(bool mayBeThere, CancellationToken cancellationToken)
    {
        try
        {
            if (await EnsureStartedAsync(mayBeThere, cancellationToken).ConfigureAwait(false) is { } started)
            {
                signals.TryWrite(new JobIsThere(this, started));
                await ReadMetricsAsync(started, cancellationToken).ConfigureAwait(false);
                signals.TryWrite(new LogRead(this));
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The study needs no more of this trial.
        }
    }

    private async Task<MlJob?> EnsureStartedAsync(bool mayBeThere, CancellationToken cancellationToken)
    {
        MlOpsException? last = null;
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (mayBeThere && await FindAsync(cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                if (_isUnwanted)
                {
                    signals.TryWrite(new JobRefused(this, last ?? new(ErrorCode.Conflict, "The study was ended before the trial was started.")));
                    return null;
                }

                return await share.Provider.StartAsync(job, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var error = ProviderFailure.From(share.Provider, e);

                // Whose name is taken may have been started by a try whose answer was lost. When nothing of ours is there, somebody else has the name.
                if (IsCertain(error.Code) && !(error.Code == ErrorCode.Conflict && last?.Code != ErrorCode.Conflict))
                {
                    signals.TryWrite(new JobRefused(this, error));
                    return null;
                }

                (last, mayBeThere) = (error, true);
                signals.TryWrite(new JobUnclear(this, error));
                if (error.Code != ErrorCode.Conflict)
                {
                    await Task.Delay(share.Pause(failures), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<MlJob?> FindAsync(CancellationToken cancellationToken) =>
        await share.Provider.ListAsync(new() { Names = [NamePattern.Literal(job.Name)], Kind = MlJobKind.Training }, cancellationToken)
            .FirstOrDefaultAsync(one => TrialJob.Is(one, job.Name, study, run.Number), cancellationToken).ConfigureAwait(false);

    /// <summary>Whether an error of a start means that there is no job.</summary>
    private static bool IsCertain(ErrorCode code) => code is not ErrorCode.ProviderError and not ErrorCode.Corrupt;

    private async Task ReadMetricsAsync(MlJob started, CancellationToken cancellationToken)
    {
        // What an earlier process has read is in the journal already.
        var known = run.Points;
        for (var failures = 0; ; failures++)
        {
            try
            {
                var count = 0;
                await foreach (var line in share.Provider.ReadLogAsync(started, new() { Follow = true }, cancellationToken).ConfigureAwait(false))
                {
                    foreach (var point in pattern.Match(line))
                    {
                        if (count++ == known)
                        {
                            known++;
                            signals.TryWrite(new MetricRead(this, point));
                        }
                    }
                }

                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The log is read again from its beginning, as often as it takes: without it the trial has no value.
                await Task.Delay(share.Pause(failures), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task StopAsync(MlJob running, bool isRepeated, CancellationToken cancellationToken)
    {
        try
        {
            if (isRepeated)
            {
                await Task.Delay(share.Provider.PollInterval, cancellationToken).ConfigureAwait(false);
            }

            await Task.Run(() => share.Provider.StopAsync(running, cancellationToken), cancellationToken).ConfigureAwait(false);
            await Task.Delay(share.Provider.PollInterval, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It is asked again as long as the job runs; and what is wrong with the provider, its polls say.
        }
    }
}
