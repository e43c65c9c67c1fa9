namespace MlOps.StandIn.Google;

/// <summary>How a <see cref="CloudProject"/> behaves. All that has a setter can be changed while it is served.</summary>
public sealed class CloudProjectOptions
{
    /// <summary>What time it is in the project.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The project's id.</summary>
    public string Project { get; init; } = "ml-project-1";

    /// <summary>The project's number, which stands in the names of resources.</summary>
    public string Number { get; init; } = "123456789012";

    /// <summary>Where there are jobs. Others are refused.</summary>
    public IReadOnlyList<string> Locations { get; init; } = ["europe-west4"];

    /// <summary>What each call takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Calls in a second, all operations together; more are refused with 429. Null: no limit.</summary>
    public double? Rate { get; set; }

    /// <summary>Reads of log entries in a second; more are refused with 429. Null: no limit.</summary>
    public double? LogRate { get; set; }

    /// <summary>What <c>Retry-After</c> says with a 429. Null: the header is not there.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>The most jobs or log entries in a page, whatever is asked for. Null: what the service has.</summary>
    public int? PageCap { get; set; }

    /// <summary>How long a job takes from start to end. Null: jobs wait for <see cref="CloudProject.Advance"/>.</summary>
    public double? JobSeconds { get; set; }

    /// <summary>How many log lines each replica of a job writes on its own when it advances by time.</summary>
    public int JobLogLines { get; set; } = 10;

    /// <summary>How long it takes until a log entry can be read.</summary>
    public TimeSpan LogDelay { get; set; }

    /// <summary>Every so many log entries one can be read later than those after it. 0: none.</summary>
    public int LateEvery { get; set; }

    /// <summary>How much later.</summary>
    public TimeSpan LateBy { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether jobs write entries of the task <c>service</c> when they begin to run and when they end.</summary>
    public bool ServiceEntries { get; set; } = true;

    /// <summary>Whether there is an empty page before every page of log entries, as the service may answer while it still searches.</summary>
    public bool EmptyLogPages { get; set; }

    /// <summary>Whether a trial's log stands under the tuning job's id, or under that of its own custom job.</summary>
    public bool TrialLogsUnderTuningJob { get; set; } = true;

    /// <summary>How often the operation of a deletion is looked at before it is done.</summary>
    public int DeletePolls { get; set; } = 2;

    /// <summary>What the operation of a deletion says went wrong, when it is done; the job stays. Null: it is deleted.</summary>
    public string? DeleteError { get; set; }

    /// <summary>Whether calls without an Authorization header are refused with 401.</summary>
    public bool RequireAuthorization { get; set; }

    /// <summary>Whether answers are held against the contract too. Costs time.</summary>
    public bool CheckAnswers { get; set; }

    /// <summary>What the caller may not do: operations by name (<c>ListCustomJobs</c>, <c>entries.list</c>) or permissions (<c>aiplatform.customJobs.list</c>).</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.OrdinalIgnoreCase);
}
