namespace MlOps.Providers.Local;

/// <summary>
/// Watches over one job, in a process of its own: notes when its log grows, ends it when it was asked to stop, has run too long or lost an instance,
/// and writes down how it ended. The job lives without it, and another can take its place at any time: all that it needs is in the job's folder.
/// </summary>
public sealed class LocalSupervisor : IDisposable
{
    // Fine enough to tell lines apart, coarse enough to cost nothing beside a training job.
    private static readonly TimeSpan s_busyPoll = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_idlePoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_troublePoll = TimeSpan.FromSeconds(1);

    private readonly JobFolder _folder;
    private readonly LocalJobDocument _document;
    private readonly List<LogWatch> _logs;
    private DateTimeOffset? _termSentAt;

    private LocalSupervisor(JobFolder folder)
    {
        _folder = folder;
        _document = folder.ReadDocument();
        _logs = [.. Enumerable.Range(0, _document.Launch.InstanceCount).Select(rank => new LogWatch(folder.Instance(rank)))];
    }

    /// <summary>The program: watches over a job until it has ended.</summary>
    /// <param name="arguments">The job's folder.</param>
    /// <returns>The exit code: 0, or 1 when the job already has a supervisor, 2 for wrong arguments.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path] || !Directory.Exists(path))
        {
            return 2;
        }

        var folder = new JobFolder(path);
        using var held = await SupervisorLock.AcquireAsync(folder).ConfigureAwait(false);
        if (held is null)
        {
            return 1;
        }

        using var supervisor = new LocalSupervisor(folder);
        await supervisor.WatchAsync().ConfigureAwait(false);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _logs.ForEach(log => log.Dispose());

    private async Task WatchAsync()
    {
        while (Directory.Exists(_folder.Path))
        {
            try
            {
                if (await LookAsync().ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk passes, and the job is still to be watched. Without its folder there is no job.
                await Task.Delay(s_troublePoll).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks at the job once and does what is due.</summary>
    /// <returns>Whether it has ended.</returns>
    private async Task<bool> LookAsync()
    {
        // The state first: what was written before an instance ended is then in the log when it is looked at.
        var state = JobState.Observe(_folder, _document);
        var hasGrown = _logs.Aggregate(false, (any, log) => log.Note() || any);
        if (state.Status.IsEnded())
        {
            EndWhatIsLeft(state);
            if (_document.End is null && _folder.ReadDocument().Id == _document.Id)
            {
                // Not twice: it may have ended while this process was on its way. And not over a new job of the same name.
                _ = JobSeal.Write(_folder, _document, state);
            }

            return true;
        }

        EndIfDue(state);
        await Task.Delay(hasGrown ? s_busyPoll : s_idlePoll).ConfigureAwait(false);
        return false;
    }

    private void EndIfDue(JobState state)
    {
        if (state.Status == MlJobStatus.Running
            && _document.Launch.MaxRuntimeSeconds is { } seconds
            && DateTimeOffset.UtcNow - state.StartedAt >= TimeSpan.FromSeconds(seconds))
        {
            _folder.RequestStop(StopReason.MaxRuntime);
            return;
        }

        var lostInstance = state.Instances.Any(instance => instance.HasEnded && instance.ExitCode != 0);
        if (state.Status != MlJobStatus.Stopping && !lostInstance)
        {
            return;
        }

        if (_termSentAt is null)
        {
            _termSentAt = DateTimeOffset.UtcNow;
            Signal(state, JobProcesses.SIGTERM);
        }
        else if (DateTimeOffset.UtcNow - _termSentAt >= TimeSpan.FromSeconds(_document.Launch.StopGraceSeconds))
        {
            Signal(state, JobProcesses.SIGKILL);
            RemoveContainers();
        }
    }

    /// <summary>Ends what the program started and did not wait for, as the end of a container would.</summary>
    private void EndWhatIsLeft(JobState state)
    {
        Signal(state, JobProcesses.SIGKILL);
        RemoveContainers();
    }

    private void Signal(JobState state, int signal) =>
        JobProcesses.Signal(_document.Id, [.. state.Instances.Select(instance => instance.ScriptId).OfType<int>()], signal);

    private void RemoveContainers()
    {
        if (_document.Launch.ContainerEngine.Length > 0)
        {
            ContainerCommand.Remove(_document.Launch, _document.Id);
        }
    }
}
