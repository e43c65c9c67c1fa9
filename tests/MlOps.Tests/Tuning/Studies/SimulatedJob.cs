namespace MlOps.Tests.Tuning.Studies;

/// <summary>A job of <see cref="SimulatedCloud"/>.</summary>
internal sealed class SimulatedJob(string provider, TrainingSpec spec) : IDisposable
{
    private readonly List<string> _lines = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public TrainingSpec Spec => spec;

    public MlJob Job { get; private set; } = new()
    {
        Provider = provider,
        Name = spec.Name,
        Id = $"{provider}:{spec.Name}:{Guid.NewGuid():n}",
        Status = MlJobStatus.Pending,
        CreatedAt = DateTimeOffset.UtcNow,
        Tag = spec.Tags,
    };

    public void Run(Func<SimulatedJob, CancellationToken, Task> program) => _work = Task.Run(async () =>
    {
        Job = Job with { Status = MlJobStatus.Running, StartedAt = DateTimeOffset.UtcNow };
        try
        {
            await program(this, _stop.Token);
            End(MlJobStatus.Succeeded, "");
        }
        catch (OperationCanceledException)
        {
            End(MlJobStatus.Stopped, "It was stopped.");
        }
        catch (NeverStartedException e)
        {
            Job = Job with { StartedAt = null };
            End(MlJobStatus.Failed, e.Message);
        }
        catch (InvalidOperationException e)
        {
            End(MlJobStatus.Failed, e.Message);
        }
    });

    public void Print(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    public IReadOnlyList<string> Lines(int from)
    {
        lock (_lines)
        {
            return [.. _lines.Skip(from)];
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    public void Dispose() => _stop.Dispose();

    private void End(MlJobStatus status, string message) => Job = Job with { Status = status, ProviderStatus = status.ToString(), StatusMessage = message, EndedAt = DateTimeOffset.UtcNow };
}

/// <summary>What a job's program throws that has found no machine to run on.</summary>
internal sealed class NeverStartedException(string message) : Exception(message);
