namespace MlOps.StandIn.Account;

/// <summary>How a <see cref="CloudAccount"/> behaves. All can be changed while it is served.</summary>
public sealed class CloudAccountOptions
{
    /// <summary>What time it is in the account.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What each call takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Calls in a second, all operations together; more are throttled. Null: no limit.</summary>
    public double? Rate { get; set; }

    /// <summary>How long Search does not show a job that was created, and shows a changed one as it was.</summary>
    public TimeSpan IndexLag { get; set; }

    /// <summary>Whether Search's Contains ignores case.</summary>
    public bool ContainsIgnoresCase { get; set; } = true;

    /// <summary>How long a job takes from start to end. Null: jobs wait for <see cref="CloudAccount.Advance"/>.</summary>
    public double? JobSeconds { get; set; }

    /// <summary>How many log lines a job writes on its own when it advances by time.</summary>
    public int JobLogLines { get; set; } = 10;

    /// <summary>The most entries or events in a page, whatever is asked for. Null: what the service has.</summary>
    public int? PageCap { get; set; }

    /// <summary>Whether GetLogEvents puts an empty page before every page, as the service may.</summary>
    public bool EmptyLogPages { get; set; }

    /// <summary>How many events a page of FilterLogEvents looks at: few make empty pages that go on. Null: no limit.</summary>
    public int? FilterScan { get; set; }

    /// <summary>Whether answers are held against the contract too. Costs time.</summary>
    public bool CheckAnswers { get; set; }

    /// <summary>Where the account is.</summary>
    public string Region { get; init; } = "eu-central-1";

    /// <summary>Operations that the caller may not use, by name without the service.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.OrdinalIgnoreCase);
}
