namespace MlOps.Tests.Archives;

public class HandOverTests
{
    [Fact]
    public void Work_is_done_in_its_order_on_one_other_thread()
    {
        var (done, threads) = (new List<int>(), new HashSet<int>());
        using var work = new HandOver(4);
        for (var i = 0; i < 1000; i++)
        {
            var mine = i;
            work.Post(() =>
            {
                done.Add(mine);
                threads.Add(Environment.CurrentManagedThreadId);
            });
        }

        work.Finish();
        Assert.Equal(Enumerable.Range(0, 1000), done);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(threads));
    }

    [Fact]
    public void After_a_failure_nothing_more_is_done_and_whoever_posts_is_told()
    {
        var isDone = false;
        using var work = new HandOver(100);
        work.Post(() => throw new InvalidOperationException("no"));
        Assert.Throws<InvalidOperationException>(() =>
        {
            work.Post(() => isDone = true);
            work.Finish();
        });
        Assert.False(isDone);
    }

    [Fact]
    public async Task Whoever_posts_too_much_waits()
    {
        using var gate = new ManualResetEventSlim();
        using var work = new HandOver(2);
        work.Post(() => gate.Wait());
        var posted = 0;
        var posting = Task.Run(
            () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    work.Post(() => { });
                    Interlocked.Increment(ref posted);
                }
            },
            TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref posted) >= 2, TimeSpan.FromSeconds(10)));
        Assert.InRange(Volatile.Read(ref posted), 2, 3);
        gate.Set();
        await posting;
        work.Finish();
        Assert.Equal(10, posted);
    }
}
