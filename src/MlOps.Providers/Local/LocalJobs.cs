using System.Collections.Concurrent;
using System.ComponentModel;

namespace MlOps.Providers.Local;

/// <summary>Reads local jobs as the objects that users see.</summary>
internal sealed class LocalJobs(JobStore store)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<string, DateTimeOffset> s_broughtAt = new(StringComparer.Ordinal);

    /// <summary>Reads the jobs of a query, the newest first. One whose file is damaged is there too, as failed: it must not hide the others, nor be hidden.</summary>
    public IReadOnlyList<MlJob> List(JobQuery query, CancellationToken cancellationToken) =>
    [
        .. store.FindNames(query)
            .AsParallel().WithCancellation(cancellationToken)
            .Select(TryRead)
            .OfType<MlJob>()
            .Where(query.Matches)
            .OrderByDescending(job => job.CreatedAt).ThenBy(job => job.Name, StringComparer.Ordinal),
    ];

    /// <summary>Reads one job.</summary>
    /// <exception cref="MlOpsException">There is no such job, or it is damaged.</exception>
    public (JobFolder Folder, LocalJobDocument Document) Require(string name)
    {
        try
        {
            var folder = store.Folder(name);
            return (folder, folder.ReadDocument());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MlOpsException(ErrorCode.NotFound, $"There is no local job '{name}' any more.", "Get-MlJob -Provider Local lists the jobs.", name, e);
        }
    }

    /// <summary>Where a job stands now. One whose file is damaged has failed.</summary>
    /// <exception cref="MlOpsException">There is no such job.</exception>
    public MlJobStatus StatusOf(string name)
    {
        try
        {
            var (folder, document) = Require(name);
            return JobState.Observe(folder, document).Status;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            return MlJobStatus.Failed;
        }
    }

    /// <summary>The job as users see it, with where it stands now.</summary>
    public static MlJob ToJob(JobFolder folder, LocalJobDocument document)
    {
        var state = JobState.Observe(folder, document);
        if (document.End is null)
        {
            document = Tend(folder, document, state);
        }

        return new()
        {
            Provider = LocalProvider.ProviderName,
            Name = document.Name,
            Id = document.Id,
            Kind = MlJobKind.Training,
            Status = state.Status,
            ProviderStatus = state.Status.ToString(),
            StatusMessage = state.Message,
            CreatedAt = document.CreatedAt,
            StartedAt = state.StartedAt,
            EndedAt = state.EndedAt,
            Image = document.Image,
            Command = document.Command,
            Argument = document.Arguments,
            Hyperparameter = document.Hyperparameters,
            InputData = document.InputData,
            SourceUri = document.SourceDirectory.Length > 0 ? FolderUri(folder.Source) : "",
            Environment = document.Environment,
            OutputUri = FolderUri(folder.Path),
            CheckpointUri = FolderUri(folder.Checkpoints),
            InstanceType = LocalMachine.InstanceType,
            InstanceCount = document.Launch.InstanceCount,
            Accelerator = document.Machine.Accelerator,
            AcceleratorCount = document.Machine.AcceleratorCount,
            MaxRuntime = document.Launch.MaxRuntimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Metric = document.End?.Metrics ?? LastMetrics.Read(folder, document, hasEnded: false),
            MetricPattern = document.MetricPatterns,
            Tag = document.Tags,
            Region = document.Machine.Host,
            ConsoleUri = FolderUri(folder.Path),
            Raw = new LocalJobDetail(document, folder.Path, state.Status.IsEnded() ? [] : ReadProgramIds(folder, document)),
        };
    }

    private static List<int?> ReadProgramIds(JobFolder folder, LocalJobDocument document) =>
        [.. Enumerable.Range(0, document.Launch.InstanceCount).Select(rank => folder.Instance(rank).ReadProgramId())];

    /// <summary>Does for a job what its supervisor would, had it not been killed: brings another, or writes down the end.</summary>
    private static LocalJobDocument Tend(JobFolder folder, LocalJobDocument document, JobState state)
    {
        try
        {
            if (SupervisorLock.IsHeld(folder))
            {
                return document;
            }

            if (state.Status.IsEnded())
            {
                return JobSeal.Write(folder, document, state);
            }

            // A job that was created a moment ago has a supervisor on its way.
            if (DateTimeOffset.UtcNow - document.CreatedAt > TimeSpan.FromSeconds(5) && IsDue(document.Id))
            {
                SupervisorHost.Start(folder);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or Win32Exception || (e is IOException and not (FileNotFoundException or DirectoryNotFoundException)))
        {
            // A full disk, or one that cannot be written to, is no reason not to show the job. The next look tries again.
        }

        return document;
    }

    /// <summary>Whether it is time to bring a job a supervisor. Jobs are listed many times a second while somebody waits for them, and on a busy machine one takes longer than that to come up.</summary>
    private static bool IsDue(string id)
    {
        var now = DateTimeOffset.UtcNow;
        return s_broughtAt.AddOrUpdate(id, now, (_, before) => now - before > s_patience ? now : before) == now;
    }

    private MlJob? TryRead(string name)
    {
        try
        {
            var folder = store.Folder(name);
            return ToJob(folder, folder.ReadDocument());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed while we looked.
            return null;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            return Damaged(name, e.Message);
        }
    }

    private MlJob Damaged(string name, string message)
    {
        var folder = new DirectoryInfo(store.Folder(name).Path);
        return new()
        {
            Provider = LocalProvider.ProviderName,
            Name = name,
            Id = name,
            Status = MlJobStatus.Failed,
            ProviderStatus = nameof(ErrorCode.Corrupt),
            StatusMessage = message,
            CreatedAt = folder.CreationTimeUtc,
            ConsoleUri = FolderUri(folder.FullName),
        };
    }

    private static string FolderUri(string path) => new Uri(path + Path.DirectorySeparatorChar).AbsoluteUri;
}
