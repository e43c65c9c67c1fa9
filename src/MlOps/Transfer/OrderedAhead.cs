using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MlOps;

/// <summary>Asks about many things side by side and gives the answers in the order of the questions.</summary>
internal static class OrderedAhead
{
    /// <summary>Selects with an asynchronous function, several calls ahead of the reader.</summary>
    /// <param name="source">The questions.</param>
    /// <param name="ahead">How many calls run at once.</param>
    /// <param name="select">The function.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async IAsyncEnumerable<TResult> SelectAheadAsync<T, TResult>(
        this IAsyncEnumerable<T> source, int ahead, Func<T, CancellationToken, ValueTask<TResult>> select, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Channel.CreateBounded<Task<TResult>>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var asking = Task.Run(() => AskAsync(source, select, answers.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await answer.ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AskAsync<T, TResult>(IAsyncEnumerable<T> source, Func<T, CancellationToken, ValueTask<TResult>> select, ChannelWriter<Task<TResult>> answers, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var question in source.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await answers.WriteAsync(select(question, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            }

            answers.Complete();
        }
        catch (Exception e)
        {
            // Whoever reads gets it after the answers before it.
            answers.Complete(e);
        }
    }
}
