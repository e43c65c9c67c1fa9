using System.Collections.Concurrent;

namespace MlOps;

/// <summary>A provider as the engine uses it: what runs there, and whether it takes more.</summary>
internal sealed class ActiveShare(StudyShare share, IProvider provider, StudyTimings timings)
{
    private int _refusals;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    public StudyShare Share => share;

    public IProvider Provider => provider;

    /// <summary>The jobs to be looked at, by id. The task that polls reads it too.</summary>
    public ConcurrentDictionary<string, MlJob> Watched { get; } = new(StringComparer.Ordinal);

    /// <summary>How many trials have a place here.</summary>
    public int Taken { get; set; }

    /// <summary>Why no trial is started here any more; <see langword="null"/> as long as they are.</summary>
    public string? Out { get; set; }

    /// <summary>How full it is, for spreading trials evenly.</summary>
    public double Load => (double)Taken / share.MaxParallel;

    /// <summary>Whether another trial may be placed here. After a refusal one is tried first.</summary>
    public bool HasRoom(DateTimeOffset now, int starting) =>
        Out is null && Taken < share.MaxParallel && now >= _notBefore && (_refusals == 0 || starting == 0);

    /// <summary>Notes that it refused a trial, and leaves it alone for a while.</summary>
    /// <returns>For how long.</returns>
    public TimeSpan Refused(DateTimeOffset now)
    {
        var pause = Pause(_refusals++);
        _notBefore = now + pause;
        return pause;
    }

    /// <summary>Notes that it took a trial.</summary>
    public void Accepted() => (_refusals, _notBefore) = (0, DateTimeOffset.MinValue);

    /// <summary>How long to wait before the next try.</summary>
    /// <param name="failures">How many tries have failed.</param>
    public TimeSpan Pause(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(timings.LongestPause.Ticks, timings.FirstPause.Ticks * Math.Pow(2, failures)));
}
