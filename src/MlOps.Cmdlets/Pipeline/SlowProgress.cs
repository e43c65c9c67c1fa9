using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Says what is being waited for when it takes over a second.</summary>
internal static class SlowProgress
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>Passes everything on, and shows how much there was so far whenever nothing comes for a second. Meant for the pipeline thread.</summary>
    public static async IAsyncEnumerable<T> WithProgress<T>(
        this IAsyncEnumerable<T> source, Cmdlet cmdlet, string activity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        var shown = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = source.GetAsyncEnumerator(stop.Token);
        while (true)
        {
            var next = items.MoveNextAsync().AsTask();
            while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(s_second, cancellationToken)) != next && !cancellationToken.IsCancellationRequested)
            {
                try
                {
                    cmdlet.WriteProgress(new(0, activity, $"{count} so far"));
                    shown = true;
                }
                catch
                {
                    // The pipeline is being stopped; what still runs has to end before it can be disposed of.
                    await stop.CancelAsync();
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw;
                }
            }

            if (!await next)
            {
                break;
            }

            count++;
            yield return items.Current;
        }

        if (shown)
        {
            cmdlet.WriteProgress(new(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
