using MlOps.Providers.Logs;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>A job, its log and who reads it.</summary>
internal sealed class LogSetup(VirtualClock clock, MemoryLogs logs)
{
    public LogSetup()
        : this(new VirtualClock())
    {
    }

    private LogSetup(VirtualClock clock)
        : this(clock, new(clock))
    {
    }

    public VirtualClock Clock { get; } = clock;

    public MemoryLogs Logs { get; } = logs;

    public DateTimeOffset Created { get; } = clock.Now;

    /// <summary>When the job ends; it runs until then.</summary>
    public DateTimeOffset End { get; set; } = DateTimeOffset.MaxValue;

    public LogTimings Timings { get; set; } = new();

    /// <summary>The times at which the state was asked for.</summary>
    public List<DateTimeOffset> Asked { get; } = [];

    public MlJob Job => new()
    {
        Provider = "SageMaker",
        Name = "job-1",
        Id = "arn:job-1",
        CreatedAt = Created,
        Status = Clock.Now < End ? MlJobStatus.Running : MlJobStatus.Succeeded,
        EndedAt = Clock.Now < End ? null : End,
    };

    public static string Stream(int number) => $"job-1/algo-{number}-1772366400";

    public void Add(int stream, int milliseconds, string message) => Logs.Add(Stream(stream), Created.AddMilliseconds(milliseconds), message);

    public IAsyncEnumerable<MlLogEvent> Read(LogQuery query, Func<CancellationToken, Task<MlJob>>? refresh = null) =>
        new TrainingLog(Logs, Timings, Clock).ReadAsync(Job, query, refresh ?? RefreshAsync, TestContext.Current.CancellationToken);

    public async Task<string[]> ReadMessages(LogQuery query) => [.. (await Read(query).ToListAsync(TestContext.Current.CancellationToken)).Select(line => line.Message)];

    private Task<MlJob> RefreshAsync(CancellationToken cancellationToken)
    {
        Asked.Add(Clock.Now);
        return Task.FromResult(Job);
    }
}
