using MlOps.Tests.Fakes;

namespace MlOps.Tests.Selection;

public class ProviderFanOutTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_provider_does_not_hold_up_the_others()
    {
        var hanging = new FakeProvider("Slow") { Hangs = true };
        var quick = new FakeProvider("Quick", "a", "b");

        var names = await Jobs(hanging, quick).Take(2).Select(answer => answer.Value!.Name).ToListAsync(Test);

        Assert.Equal(["a", "b"], names);
    }

    [Fact]
    public async Task A_reader_that_has_enough_ends_the_providers_work()
    {
        var hanging = new FakeProvider("Slow", "a") { Hangs = true };

        await Jobs(hanging).FirstAsync(Test);

        Assert.True(hanging.WasCancelled);
    }

    [Fact]
    public async Task A_provider_does_not_run_far_ahead_of_the_reader()
    {
        var endless = new FakeProvider("Endless", [.. Enumerable.Repeat("a", 100_000)]);

        await Jobs(endless).FirstAsync(Test);

        Assert.InRange(endless.RowsGiven, 1, 1000);
    }

    [Fact]
    public async Task A_provider_that_fails_gives_one_error_after_its_rows_and_the_others_still_answer()
    {
        var broken = new FakeProvider("Broken", "x") { Failure = _ => new HttpRequestException("no route to host") };
        var sound = new FakeProvider("Sound", "a", "b");

        var answers = await Jobs(broken, sound).ToListAsync(Test);

        Assert.Equal(["a", "b", "x"], answers.Where(answer => answer.Value is not null).Select(answer => answer.Value!.Name).Order());
        var error = Assert.Single(answers, answer => answer.Error is not null).Error!;
        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("Broken", error.Message, StringComparison.Ordinal);
        Assert.Contains("no route to host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_limit_of_the_providers_own_is_its_failure_and_not_a_cancellation()
    {
        var timedOut = new FakeProvider("Slow") { Failure = _ => new TaskCanceledException("100 seconds elapsed") };

        var answer = Assert.Single(await Jobs(timedOut).ToListAsync(Test));

        Assert.Equal(ErrorCode.ProviderError, answer.Error!.Code);
    }

    [Fact]
    public async Task Cancelling_ends_it_at_once()
    {
        using var stop = new CancellationTokenSource();
        var reading = ProviderFanOut.ReadAsync<MlJob>([new FakeProvider("Slow") { Hangs = true }], (provider, token) => provider.ListAsync(JobQuery.All, token), stop.Token)
            .ToListAsync(Test).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10), Test));
    }

    [Fact]
    public async Task No_provider_is_an_empty_answer() => Assert.Empty(await Jobs().ToListAsync(Test));

    private static IAsyncEnumerable<Answer<MlJob>> Jobs(params IProvider[] providers) =>
        ProviderFanOut.ReadAsync(providers, (provider, token) => provider.ListAsync(JobQuery.All, token), Test);
}
