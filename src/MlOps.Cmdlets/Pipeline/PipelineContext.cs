using System.Collections.Concurrent;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Runs a task's continuations on the pipeline thread, the only one from which a cmdlet may write.</summary>
internal sealed class PipelineContext : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    /// <summary>Runs the work to its end on this thread and throws what it throws.</summary>
    public static void Run(Func<Task> work)
    {
        var previous = Current;
        using var context = new PipelineContext();
        SetSynchronizationContext(context);
        try
        {
            var task = work();
            task.ContinueWith(_ => context._queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var (callback, state) in context._queue.GetConsumingEnumerable())
            {
                callback(state);
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The work is over: what is still reported about it (progress) has no reader any more.
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The pipeline thread is never waited for.");

    public void Dispose() => _queue.Dispose();
}
