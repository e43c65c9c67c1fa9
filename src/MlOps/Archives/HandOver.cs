using System.Collections.Concurrent;

namespace MlOps;

/// <summary>Does work in its order on a thread of its own, so that whoever finds the work goes on meanwhile. Only so much may be left to do.</summary>
internal sealed class HandOver : IDisposable
{
    private readonly BlockingCollection<Action> _work;
    private readonly Task _worker;
    private volatile Exception? _failure;

    /// <summary>Begins.</summary>
    /// <param name="most">How much work may be left to do.</param>
    public HandOver(int most)
    {
        _work = new(most);
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Adds work. Waits while there is too much.</summary>
    /// <param name="work">What to do. It does not matter to what comes after whether it fails for a file.</param>
    public void Post(Action work)
    {
        ThrowIfFailed();
        _work.Add(work);
    }

    /// <summary>Waits until everything is done. Nothing may be added any more.</summary>
    public void Finish()
    {
        _work.CompleteAdding();
        _worker.GetAwaiter().GetResult();
        ThrowIfFailed();
    }

    /// <summary>Waits until everything is done, whatever comes of it.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _worker.GetAwaiter().GetResult();
        _work.Dispose();
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            if (_failure is not null)
            {
                continue;
            }

            try
            {
                work();
            }
            catch (Exception e)
            {
                _failure = e;
            }
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
