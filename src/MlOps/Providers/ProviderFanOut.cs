using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MlOps;

/// <summary>Asks several providers at once and gives what they answer as it arrives. One that fails does not keep the others from answering.</summary>
public static class ProviderFanOut
{
    /// <summary>How far the providers may run ahead of the reader: it may want one row only.</summary>
    private const int ReadAhead = 64;

    /// <summary>Reads from every provider side by side.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="providers">The providers.</param>
    /// <param name="read">Reads from one of them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The values as they arrive, and one error for each provider that fails.</returns>
    public static async IAsyncEnumerable<Answer<T>> ReadAsync<T>(
        IReadOnlyList<IProvider> providers,
        Func<IProvider, CancellationToken, IAsyncEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Channel.CreateBounded<Answer<T>>(new BoundedChannelOptions(ReadAhead) { SingleReader = true });
        var readers = ReadAllAsync(providers, read, answers.Writer, stop.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return answer;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await readers.ConfigureAwait(false);
        }
    }

    private static async Task ReadAllAsync<T>(
        IReadOnlyList<IProvider> providers, Func<IProvider, CancellationToken, IAsyncEnumerable<T>> read, ChannelWriter<Answer<T>> answers, CancellationToken stop)
    {
        // On the thread pool each: one that works without ever waiting shall not hold up the others.
        await Task.WhenAll(providers.Select(provider => Task.Run(() => ReadOneAsync(provider, read, answers, stop), CancellationToken.None))).ConfigureAwait(false);
        answers.Complete();
    }

    private static async Task ReadOneAsync<T>(
        IProvider provider, Func<IProvider, CancellationToken, IAsyncEnumerable<T>> read, ChannelWriter<Answer<T>> answers, CancellationToken stop)
    {
        try
        {
            try
            {
                await foreach (var value in read(provider, stop).WithCancellation(stop).ConfigureAwait(false))
                {
                    await answers.WriteAsync(new(value), stop).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                await answers.WriteAsync(new(ProviderFailure.From(provider, e)), stop).ConfigureAwait(false);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Nobody reads any more, and whatever ended it is a consequence of that.
        }
    }
}
