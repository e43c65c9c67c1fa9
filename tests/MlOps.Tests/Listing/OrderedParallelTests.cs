using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Listing;

namespace MlOps.Tests.Listing;

public class OrderedParallelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Property(MaxTest = 100)]
    public Property Results_are_in_the_order_of_the_items_and_never_too_many_at_once() => Prop.ForAll(Gen.Choose(0, 5).ListOf().Resize(40).ToArbitrary(), Gen.Choose(1, 6).ToArbitrary(), (waits, ahead) =>
        Task.Run(async () =>
        {
            var (running, most) = (0, 0);
            var results = await waits.Index().ToAsyncEnumerable().SelectInOrderAsync(
                async (item, _) =>
                {
                    var now = Interlocked.Increment(ref running);
                    most = Math.Max(most, now);
                    for (var turn = 0; turn < item.Item; turn++)
                    {
                        await Task.Yield();
                    }

                    Interlocked.Decrement(ref running);
                    return item.Index;
                },
                ahead,
                CancellationToken.None).ToListAsync();
            return results.SequenceEqual(Enumerable.Range(0, waits.Count)) && most <= ahead;
        }).GetAwaiter().GetResult());

    [Fact]
    public async Task What_is_done_is_given_while_the_source_waits()
    {
        var more = new TaskCompletionSource();
        await using var results = Source(more.Task).SelectInOrderAsync((item, _) => Task.FromResult(item), 4, Stop).GetAsyncEnumerator(Stop);

        Assert.True(await results.MoveNextAsync());
        Assert.Equal(1, results.Current);

        more.SetResult();
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(2, results.Current);
    }

    [Fact]
    public async Task A_failure_stands_in_its_place_and_ends_the_others()
    {
        var given = new List<int>();
        var stopped = new TaskCompletionSource();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var result in Enumerable.Range(0, 4).ToAsyncEnumerable().SelectInOrderAsync(WorkAsync, 4, Stop))
            {
                given.Add(result);
            }
        });

        Assert.Equal([0, 1], given);
        Assert.True(stopped.Task.IsCompleted);

        async Task<int> WorkAsync(int item, CancellationToken token)
        {
            if (item == 3)
            {
                await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => stopped.SetResult(), TaskScheduler.Default);
            }

            return item == 2 ? throw new InvalidDataException() : item;
        }
    }

    [Fact]
    public async Task A_reader_who_has_enough_ends_the_source()
    {
        var wasStopped = false;

        Assert.Equal([1], await Endless(Stop).SelectInOrderAsync((item, _) => Task.FromResult(item), 4, Stop).Take(1).ToListAsync(Stop));

        Assert.True(wasStopped);

        async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return 1;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                wasStopped = true;
            }
        }
    }

    private static async IAsyncEnumerable<int> Source(Task more)
    {
        yield return 1;
        await more;
        yield return 2;
    }
}
