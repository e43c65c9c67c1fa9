namespace MlOps;

/// <summary>Makes studies, takes them up again and stops them. What runs them is a process of its own, which a study's caller starts.</summary>
/// <param name="store">The studies.</param>
/// <param name="drive">Starts the process that runs the study of a folder. It ends at once when there is one.</param>
public sealed class StudyControl(StudyStore store, Action<string> drive)
{
    /// <summary>Makes a study, writes it down, and starts it.</summary>
    /// <param name="spec">What is asked for. A folder with code is copied: what a later trial runs is what the first one ran.</param>
    /// <param name="context">The settings in force.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The study as a tuning job of its first provider.</returns>
    /// <exception cref="MlOpsException">There is a study of that name, or it cannot be stored.</exception>
    public async Task<MlTuningJob> StartAsync(StudySpec spec, MlContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(context);
        var name = spec.Tuning.Job.Name;
        var folder = await Task.Run(() => store.Create(name, made => Fill(made, store.Folder(name), spec, context, cancellationToken)), cancellationToken).ConfigureAwait(false);
        drive(folder.Path);
        return Read(folder, spec.Shares[0].Provider);
    }

    /// <summary>Takes a study up again whose process has ended, or gives an ended one more trials.</summary>
    /// <param name="name">The study.</param>
    /// <param name="maxTrials">How many trials there are to be in all; <see langword="null"/> for as many as before.</param>
    /// <returns>The study as a tuning job of its first provider.</returns>
    /// <exception cref="MlOpsException">There is no such study, a process runs it, or it is complete.</exception>
    public MlTuningJob Resume(string name, int? maxTrials)
    {
        var folder = Require(name);
        using (var place = folder.TryDrive(isDriver: false) ?? throw Driven(folder))
        {
            using var journal = StudyJournal.Open(folder.Journal, out var events);
            var state = StudyState.Of(events, folder.Journal);
            var wanted = maxTrials ?? state.MaxTrials;
            if (wanted < state.Trials.Count)
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"The study '{name}' has {state.Trials.Count} trials already, more than {wanted}.", $"Give -MaxTrials {state.Trials.Count + 1} or more.", name);
            }

            if (state.End is not null && wanted == state.Trials.Count && state.Trials.All(run => run.End is not null))
            {
                throw new MlOpsException(ErrorCode.Conflict, $"The study '{name}' has ended with all of its {state.Trials.Count} trials.", $"Give -MaxTrials {state.Trials.Count + 1} or more for further ones.", name);
            }

            folder.ForgetStop();
            journal.Append(new StudyExtended(wanted));
        }

        drive(folder.Path);
        return Read(folder, null);
    }

    /// <summary>What resuming would do.</summary>
    /// <param name="name">The study.</param>
    /// <returns>The study as it is.</returns>
    /// <exception cref="MlOpsException">There is no such study, or a process runs it.</exception>
    public MlTuningJob Inspect(string name)
    {
        var folder = Require(name);
        return folder.IsDriven() ? throw Driven(folder) : Read(folder, null);
    }

    /// <summary>Asks for a study to be stopped with its trials. Where no process runs it, one is started to do that.</summary>
    /// <param name="folder">The study.</param>
    internal void Stop(StudyFolder folder)
    {
        folder.RequestStop();
        if (!folder.IsDriven())
        {
            drive(folder.Path);
        }
    }

    private static MlTuningJob Read(StudyFolder folder, string? provider) =>
        StudyReader.Look(folder, (state, changedAt) => StudyJob.Of(state, folder, provider ?? state.Created.Spec.Shares[0].Provider, changedAt));

    private static void Fill(StudyFolder made, StudyFolder final, StudySpec spec, MlContext context, CancellationToken cancellationToken)
    {
        var shares = spec.Shares.Select(share => share with { Job = Kept(share.Job, made, final, cancellationToken) }).ToArray();
        var settings = context.GetAll().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);
        var seed = spec.Tuning.Seed ?? Random.Shared.NextInt64(int.MaxValue);
        var created = new StudyCreated(StudyJournal.Version, NewId(), seed, spec with { Shares = shares, Tuning = spec.Tuning with { Job = shares[0].Job } }, settings);
        AtomicFile.Write(made.Journal, StudyJournal.Line(created));
    }

    /// <summary>A job whose code is in the study's own folder.</summary>
    private static TrainingSpec Kept(TrainingSpec job, StudyFolder made, StudyFolder final, CancellationToken cancellationToken)
    {
        if (job.SourceDirectory is not { } source || LocalLocation.Path(source, job.WorkingDirectory) is not { } path)
        {
            return job;
        }

        if (!Directory.Exists(made.Source))
        {
            CodeFolder.Copy(CodeFolder.List(path, _ => { }, cancellationToken), made.Source, cancellationToken);
        }

        return job with { SourceDirectory = final.Source };
    }

    // Short, since it is part of the names of jobs; of letters and digits that labels may have, without those that look alike.
    private static string NewId() => System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 6);

    private StudyFolder Require(string name)
    {
        var folder = store.Folder(name);
        return JobName.IsValid(name) && File.Exists(folder.Journal)
            ? folder
            : throw new MlOpsException(
                ErrorCode.NotFound,
                $"There is no study '{TerminalText.Clean(name)}' on this machine.",
                NearestName.Find(name, store.All().Select(one => one.Name)) is { } nearest ? $"Did you mean '{nearest}'?" : "Get-MlJob -Kind Tuning lists the searches; those of a provider's own service go on by themselves.",
                name);
    }

    private static MlOpsException Driven(StudyFolder folder) => new(
        ErrorCode.Conflict,
        $"The study '{folder.Name}' is being run{(folder.LastDriver() is { } driver ? $" by {driver}" : "")}.",
        $"There is nothing to resume. Get-MlTrial {folder.Name} shows how it stands; Stop-MlJob {folder.Name} stops it.",
        folder.Name);
}
