using System.Globalization;
using System.Threading.Channels;

namespace MlOps;

/// <summary>
/// Runs a study: chooses trials, starts them as training jobs, reads their metrics, ends those that are not promising, and writes everything down before it is done. It can be killed at any point: the next
/// one finds in the journal what was decided, and at the providers what came of it.
/// </summary>
public sealed class StudyEngine
{
    private readonly StudyFolder _folder;
    private readonly StudyTimings _timings;
    private readonly StudyJournal _journal;
    private readonly StudyState _state;
    private readonly ISampler _sampler;
    private readonly IPruner? _pruner;
    private readonly MetricPattern _pattern;
    private readonly TrialVerdict _verdict;
    private readonly IReadOnlyList<ActiveShare> _shares;
    private readonly Dictionary<int, ActiveTrial> _active = [];
    private readonly Channel<StudySignal> _signals = Channel.CreateUnbounded<StudySignal>(new() { SingleReader = true });
    private StudyClosing? _closing;
    private bool _isExhausted;

    private StudyEngine(StudyFolder folder, StudyJournal journal, StudyState state, IReadOnlyList<ActiveShare> shares, StudyTimings timings)
    {
        (_folder, _journal, _state, _shares, _timings) = (folder, journal, state, shares, timings);
        _sampler = SamplerChoice.Create(state.Tuning.Strategy, state.Tuning.Space, state.Created.Seed);
        _pruner = PruningChoice.Create(state.Tuning.PruningInForce, state.Tuning.PruningOptions);
        _pattern = new(state.Tuning.Metric, state.Tuning.Job.MetricPatterns[state.Tuning.Metric]);
        _verdict = new(_pattern, state.Tuning.Measurement);
    }

    /// <summary>Runs a study to its end. Whoever calls it holds <see cref="StudyFolder.TryDrive"/>.</summary>
    /// <param name="folder">The study.</param>
    /// <param name="connect">Makes the providers with the settings that were in force when the study was made.</param>
    /// <param name="timings">How patient it is.</param>
    /// <param name="cancellationToken">Ends the work and leaves the trials running: another process may go on.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">The journal is damaged, or a provider is not there.</exception>
    public static async Task RunAsync(
        StudyFolder folder, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<IProvider>> connect, StudyTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(connect);
        using var journal = StudyJournal.Open(folder.Journal, out var events);
        var state = StudyState.Of(events, folder.Journal);
        if (state.End is not null)
        {
            return;
        }

        var providers = connect(state.Created.Context);
        var shares = state.Created.Spec.Shares.Select(share => new ActiveShare(share, ProviderSelection.FindOne(providers, share.Provider), timings)).ToArray();
        await new StudyEngine(folder, journal, state, shares, timings).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Append(new StudyDriven(Environment.ProcessId, Environment.MachineName));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var polls = _shares.Select(share => Task.Run(() => SharePoll.RunAsync(share, _signals.Writer, stop.Token), CancellationToken.None)).ToArray();
        try
        {
            TakeUp();
            while (!IsOver())
            {
                PlaceTrials();
                if (!IsOver())
                {
                    await HearAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            Finish();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var trial in _active.Values)
            {
                await trial.Cancellation.CancelAsync().ConfigureAwait(false);
            }

            await Task.WhenAll([.. polls, .. _active.Values.Select(trial => trial.Work)]).ConfigureAwait(false);
        }
    }

    /// <summary>Takes up what an earlier process has begun: a trial that was placed may have a job or not, which its provider knows.</summary>
    private void TakeUp()
    {
        foreach (var run in _state.Trials.Where(run => run.End is null && run.Provider is not null))
        {
            var share = _shares.First(share => share.Share.Provider == run.Provider);
            Activate(run, share, mayBeThere: true);
        }
    }

    private bool IsOver() =>
        _active.Count == 0 && (_closing is not null || (Waiting() is null && (_isExhausted || _state.Trials.Count >= _state.MaxTrials)));

    private TrialRun? Waiting() => _state.Trials.FirstOrDefault(run => run.End is null && run.Provider is null);

    private void PlaceTrials()
    {
        Close(StudyRules.Look(_state, _folder.IsStopRequested, DateTimeOffset.UtcNow) ?? Abandoned());
        while (_closing is null && FreeShare() is { } share)
        {
            if (Waiting() is { } waiting)
            {
                Place(waiting.Number, share);
            }
            else if (!_isExhausted && _state.Trials.Count < _state.MaxTrials)
            {
                var number = _state.Trials.Count;
                if (_sampler.Suggest(_state.History, number) is { } values)
                {
                    var chosen = new TrialChosen(number, values);
                    _state.Apply(chosen);
                    Place(number, share, chosen);
                }
                else
                {
                    _isExhausted = true;
                }
            }
            else
            {
                return;
            }
        }
    }

    private ActiveShare? FreeShare()
    {
        var now = DateTimeOffset.UtcNow;
        return _shares
            .Where(share => share.HasRoom(now, _active.Values.Count(trial => trial.Share == share && trial.Job is null)))
            .MinBy(share => share.Load);
    }

    /// <summary>Writes down that a trial is about to be started, and then starts it: never the other way round.</summary>
    private void Place(int number, ActiveShare share, TrialChosen? chosen = null)
    {
        var run = _state.Trials[number];
        var placed = new TrialPlaced(number, share.Share.Provider, TrialJob.Name(_folder.Name, _state.Created.Id, number, run.Tries + 1));
        _journal.Append(chosen is null ? [placed] : [chosen, placed]);
        _state.Apply(placed);
        Activate(run, share, mayBeThere: false);
    }

    private void Activate(TrialRun run, ActiveShare share, bool mayBeThere)
    {
        var job = TrialJob.Of(share.Share.Job, run.JobName, _state.Created.Id, run.Number, run.Trial.Values);
        var trial = new ActiveTrial(run, share, job, _state.Created.Id, _pattern, _signals.Writer) { SeenAt = DateTimeOffset.UtcNow };
        share.Taken++;
        _active.Add(run.Number, trial);
        trial.Begin(mayBeThere);
    }

    private void Leave(ActiveTrial trial)
    {
        trial.Cancellation.Cancel();
        trial.Share.Taken--;
        if (trial.Job is { } job)
        {
            trial.Share.Watched.TryRemove(job.Id, out _);
        }

        _active.Remove(trial.Run.Number);
    }

    /// <summary>Waits until something happens, and acts on all that has.</summary>
    private async Task HearAsync(CancellationToken cancellationToken)
    {
        using (var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            look.CancelAfter(_timings.Look);
            try
            {
                _ = await _signals.Reader.WaitToReadAsync(look.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing has happened, but the clock and the wishes of users count too.
            }
        }

        while (_signals.Reader.TryRead(out var signal))
        {
            Act(signal);
        }

        foreach (var trial in _active.Values.ToArray())
        {
            StopIfDue(trial);
            EndIfDue(trial);
        }
    }

    private void Act(StudySignal signal)
    {
        switch (signal)
        {
            case JobIsThere there when IsActive(there.Trial):
                Started(there.Trial, there.Job);
                break;
            case JobRefused refused when IsActive(refused.Trial):
                Refused(refused.Trial, refused.Error);
                break;
            case JobUnclear unclear when IsActive(unclear.Trial):
                Note($"It is not clear whether trial {Text(unclear.Trial.Run.Number)} was started on {unclear.Trial.Share.Share.Provider}, which is looked into: {unclear.Error.Message}");
                break;
            case MetricRead read when IsActive(read.Trial):
                Reported(read.Trial, read.Point);
                break;
            case LogRead read:
                read.Trial.IsLogRead = true;
                break;
            case JobsPolled polled:
                Polled(polled);
                break;
        }
    }

    private bool IsActive(ActiveTrial trial) => _active.TryGetValue(trial.Run.Number, out var active) && active == trial;

    private void Started(ActiveTrial trial, MlJob job)
    {
        (trial.Job, trial.SeenAt) = (job, DateTimeOffset.UtcNow);
        trial.Share.Accepted();
        trial.Share.Watched[job.Id] = job;
        if (trial.Run.JobId != job.Id)
        {
            Append(new TrialStarted(trial.Run.Number, job.Id, job.Region));
        }
    }

    /// <summary>A provider that has no room now may have it later. One that refuses the request itself refuses the next one too, but for the parameters that may be at fault.</summary>
    private void Refused(ActiveTrial trial, MlOpsException error)
    {
        var share = trial.Share;
        Leave(trial);
        if (error.Code is ErrorCode.InvalidArgument)
        {
            End(trial.Run, MlTrialStatus.Failed, null, $"{error.Message} {error.RecommendedAction}".TrimEnd());
            return;
        }

        Append(new TrialRefused(trial.Run.Number, error.Message));
        if (_closing is not null)
        {
            return;
        }

        if (error.Code is ErrorCode.AccessDenied or ErrorCode.NotConfigured or ErrorCode.NotFound)
        {
            share.Out = $"{error.Message} {error.RecommendedAction}".TrimEnd();
            Note($"No more trials are started on {share.Share.Provider}: {share.Out}");
        }
        else
        {
            var pause = share.Refused(DateTimeOffset.UtcNow);
            Note($"{share.Share.Provider} takes no trial at the moment and is asked again after {pause.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s: {error.Message}");
        }
    }

    private void Reported(ActiveTrial trial, MlMetricPoint point)
    {
        var run = trial.Run;
        var reported = new TrialReported(run.Number, [new(point.Step ?? point.Epoch ?? run.Points + 1, point.Value)]);
        _journal.Write(reported);
        _state.Apply(reported);
        if (_pruner is not null && run.Condemned is null && _closing is null && _pruner.Judge(_state.History, run.Trial) is { } reason)
        {
            Append(new TrialCondemned(run.Number, reason));
            StopIfDue(trial);
        }
    }

    private void Polled(JobsPolled polled)
    {
        if (polled.Error is { } error)
        {
            Note($"{polled.Share.Share.Provider} does not say how its jobs stand: {error.Message}");
            return;
        }

        var now = DateTimeOffset.UtcNow;
        var asked = polled.Asked.Select(job => job.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var trial in _active.Values.Where(trial => trial.Share == polled.Share && trial.Job is not null && asked.Contains(trial.Job.Id)).ToArray())
        {
            if (polled.Jobs.TryGetValue(trial.Job!.Id, out var job))
            {
                (trial.Job, trial.SeenAt) = (job, now);
                trial.EndSeenAt ??= job.Status.IsEnded() ? now : null;
            }
            else if (trial.EndSeenAt is null && now - trial.SeenAt > _timings.Missing)
            {
                Leave(trial);
                End(trial.Run, MlTrialStatus.Failed, null, $"Its job '{trial.Run.JobName}' was deleted from {trial.Share.Share.Provider} by somebody.");
            }
        }
    }

    private void StopIfDue(ActiveTrial trial)
    {
        if (trial.Run.Condemned is not null || _closing is not null)
        {
            trial.Stop();
        }
    }

    private void EndIfDue(ActiveTrial trial)
    {
        if (trial.EndSeenAt is not { } seen || !(trial.IsLogRead || DateTimeOffset.UtcNow - seen > _timings.Rest))
        {
            return;
        }

        var (run, job) = (trial.Run, trial.Job!);
        if (job.Status == MlJobStatus.Failed && job.StartedAt is null && run.Condemned is null && _closing is null && run.Tries < _timings.Tries)
        {
            // Machines that were not to be had, or a process that died while it started the job: nothing was tried yet.
            Leave(trial);
            trial.Share.Refused(DateTimeOffset.UtcNow);
            Append(new TrialRefused(run.Number, job.StatusMessage));
            return;
        }

        var (status, message) = _verdict.Of(trial, job, _closing);
        Leave(trial);
        End(run, status, status == MlTrialStatus.Failed ? null : _verdict.Value(run), message, job);
    }

    private void End(TrialRun run, MlTrialStatus status, double? value, string message, MlJob? job = null) => Append(new TrialEnded(run.Number, status, value, message)
    {
        StartedAt = job?.StartedAt,
        EndedAt = job?.EndedAt ?? DateTimeOffset.UtcNow,
        ProviderStatus = job?.ProviderStatus ?? "",
    });

    /// <summary>Why a study ends that has no provider left, once the trials that run have ended. What waits keeps waiting, for somebody who takes it up again.</summary>
    private StudyClosing? Abandoned() =>
        _active.Count == 0 && _shares.All(share => share.Out is not null) ? new(MlJobStatus.Failed, $"{_shares[0].Out} Resume-MlTuning {_folder.Name} goes on.") : null;

    private void Close(StudyClosing? closing)
    {
        if (closing is null || _closing is not null)
        {
            return;
        }

        _closing = closing;
        foreach (var trial in _active.Values)
        {
            trial.Unwant();
        }
    }

    /// <summary>Ends the study, and with it the trials that were chosen and will not be started.</summary>
    private void Finish()
    {
        if (_closing is not { } closing)
        {
            Append(StudyRules.Finish(_state));
            return;
        }

        if (_shares.Any(share => share.Out is null))
        {
            while (Waiting() is { } waiting)
            {
                End(waiting, MlTrialStatus.Stopped, null, closing.Message);
            }
        }

        Append(new StudyEnded(closing.Status, closing.Message));
    }

    private void Append(StudyEvent one)
    {
        _journal.Append(one);
        _state.Apply(one);
    }

    private void Note(string message)
    {
        if (message != _state.Note)
        {
            Append(new StudyNoted(message));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
