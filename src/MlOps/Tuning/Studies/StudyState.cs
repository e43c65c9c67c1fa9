namespace MlOps;

/// <summary>What a journal adds up to. Whoever reads it and whoever writes it come to the same, event by event.</summary>
internal sealed class StudyState
{
    private readonly List<TrialRun> _trials = [];

    private StudyState(StudyCreated created)
    {
        Created = created;
        MaxTrials = created.Spec.Tuning.MaxTrials;
        AwaitsDriverSince = created.Time;
        History = new(created.Spec.Tuning.Space, created.Spec.Tuning.Goal);
    }

    public StudyCreated Created { get; }

    public TuningSpec Tuning => Created.Spec.Tuning;

    public StudyHistory History { get; }

    public IReadOnlyList<TrialRun> Trials => _trials;

    /// <summary>How many trials there are to be.</summary>
    public int MaxTrials { get; private set; }

    /// <summary>When a process first ran the study.</summary>
    public DateTimeOffset? DrivenAt { get; private set; }

    /// <summary>Since when a process is to run the study and has not begun; <see langword="null"/> when it has.</summary>
    public DateTimeOffset? AwaitsDriverSince { get; private set; }

    /// <summary>How the study ended; <see langword="null"/> while it goes on.</summary>
    public StudyEnded? End { get; private set; }

    /// <summary>What was last said about the study as a whole.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Whether the objective is at its best where it is largest.</summary>
    public bool IsBetter(double value, double than) => History.Loss(value) < History.Loss(than);

    /// <summary>The best complete trial.</summary>
    public TrialRun? Best => _trials.Where(trial => trial.End is { Status: MlTrialStatus.Succeeded, Value: not null }).MinBy(trial => History.Loss(trial.End!.Value!.Value));

    /// <summary>Adds a journal up.</summary>
    /// <param name="events">Its events.</param>
    /// <param name="path">The file, for the error.</param>
    public static StudyState Of(IReadOnlyList<StudyEvent> events, string path)
    {
        if (events is not [StudyCreated created, ..])
        {
            throw Damaged(path, "does not begin with the study", null);
        }

        var state = new StudyState(created);
        for (var i = 1; i < events.Count; i++)
        {
            try
            {
                state.Apply(events[i]);
            }
            catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
            {
                throw Damaged(path, $"does not add up at line {i + 1}", e);
            }
        }

        return state;
    }

    /// <summary>Takes one more event.</summary>
    public void Apply(StudyEvent one)
    {
        switch (one)
        {
            case StudyDriven:
                (DrivenAt, AwaitsDriverSince) = (DrivenAt ?? one.Time, null);
                break;
            case StudyExtended extended:
                (MaxTrials, End, DrivenAt, AwaitsDriverSince) = (extended.MaxTrials, null, null, extended.Time);
                break;
            case TrialChosen chosen:
                Begin(chosen);
                break;
            case TrialPlaced placed:
                var at = _trials[placed.Trial];
                (at.Provider, at.JobName, at.JobId, at.Region, at.Tries, at.PlacedAt) = (placed.Provider, placed.Job, "", "", at.Tries + 1, placed.Time);
                break;
            case TrialRefused refused:
                (_trials[refused.Trial].Provider, _trials[refused.Trial].JobId, _trials[refused.Trial].Message) = (null, "", refused.Message);
                break;
            case TrialStarted started:
                (_trials[started.Trial].JobId, _trials[started.Trial].Region, _trials[started.Trial].Message) = (started.Id, started.Region, "");
                break;
            case TrialReported reported:
                Report(_trials[reported.Trial], reported.Points);
                break;
            case TrialCondemned condemned:
                _trials[condemned.Trial].Condemned = condemned.Reason;
                break;
            case TrialEnded ended:
                Ended(_trials[ended.Trial], ended);
                break;
            case StudyNoted noted:
                Note = noted.Message;
                break;
            case StudyEnded end:
                End = end;
                break;
        }
    }

    private void Begin(TrialChosen chosen)
    {
        if (chosen.Trial != _trials.Count)
        {
            throw new InvalidOperationException($"Trial {chosen.Trial} comes after {_trials.Count - 1}.");
        }

        _trials.Add(new(History.Begin(Typed(chosen.Values)), chosen.Time));
    }

    /// <summary>Numbers as the space has them: JSON does not tell 1 from 1.0.</summary>
    private IReadOnlyDictionary<string, object?> Typed(IReadOnlyDictionary<string, object?> values)
    {
        var typed = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            typed[name] = Tuning.Space.TryGet(name, out var parameter) && PlainNumber.TryRead(value, out var number)
                ? parameter.Domain switch
                {
                    FloatDomain => number,
                    IntegerDomain => (long)number,
                    ChoiceDomain choice when choice.IndexOf(value) is var index and >= 0 => choice.Values[index],
                    _ => value,
                }
                : value;
        }

        return Tuning.Space.InOrder(typed);
    }

    private void Report(TrialRun run, IReadOnlyList<ReportedPoint> points)
    {
        foreach (var point in points)
        {
            run.Trial.Report(point.Step, point.Value);
            run.Points++;
            run.Last = point.Value;
            if (double.IsFinite(point.Value) && (run.Best is not { } best || IsBetter(point.Value, best)))
            {
                run.Best = point.Value;
            }
        }
    }

    private static void Ended(TrialRun run, TrialEnded ended)
    {
        (run.End, run.Message) = (ended, ended.Message);
        var state = ended.Status switch
        {
            MlTrialStatus.Succeeded => StudyTrialState.Complete,

            // What it reported until then counts. Without a report there is nothing that could.
            MlTrialStatus.Pruned or MlTrialStatus.Stopped when run.Points > 0 => StudyTrialState.Pruned,
            _ => StudyTrialState.Failed,
        };
        run.Trial.End(state, ended.Value);
    }

    private static MlOpsException Damaged(string path, string fault, Exception? cause) =>
        new(ErrorCode.Corrupt, $"The study's journal '{path}' {fault}.", "Restore the file from a copy, or remove the study with Remove-MlJob.", path, cause);
}
