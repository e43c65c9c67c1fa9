using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Logs;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>Following a log while it grows.</summary>
public class FollowTests
{
    private static readonly LogQuery s_follow = new() { Follow = true };

    /// <summary>For following for days, which would be many looks.</summary>
    private static readonly LogTimings s_seldom = new() { Follow = TimeSpan.FromMinutes(5), Discovery = TimeSpan.FromHours(1), Refresh = TimeSpan.FromMinutes(10) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Property(MaxTest = 400)]
    public Property Every_line_is_given_once_and_in_the_order_of_its_stream() => Prop.ForAll(Schedules().ToArbitrary(), async schedule =>
    {
        var given = await schedule.Setup.ReadMessages(s_follow);
        LogSchedule.AssertOrder(given);
        Assert.Equal(schedule.Messages().Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    });

    [Property(MaxTest = 400)]
    public Property A_tail_goes_on_without_a_gap_and_without_a_double() => Prop.ForAll(Schedules(failures: 0).Zip(Gen.Choose(0, 12)).ToArbitrary(), async pair =>
    {
        var (schedule, count) = pair;
        schedule.Setup.Clock.Advance(TimeSpan.FromSeconds(20));
        var first = schedule.VisibleNow().TakeLast(count).ToArray();
        var later = schedule.Messages().Except(schedule.VisibleNow());

        var given = await schedule.Setup.ReadMessages(new() { Follow = true, Tail = count });

        LogSchedule.AssertOrder(given);
        Assert.Equal(first, given.Take(first.Length));
        Assert.Equal(first.Concat(later).Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    });

    [Fact]
    public async Task The_lines_of_one_look_are_in_the_order_of_time()
    {
        var setup = new LogSetup();
        for (var i = 0; i < 100; i++)
        {
            setup.Logs.Add(LogSetup.Stream(i % 7), setup.Created.AddMilliseconds(i), $"{i}", setup.Created.AddSeconds(i < 50 ? 0 : 9));
        }

        setup.End = setup.Created.AddSeconds(20);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await setup.ReadMessages(s_follow));
    }

    [Fact]
    public async Task The_log_of_an_accounts_first_job_is_waited_for()
    {
        var setup = new LogSetup();
        setup.Logs.Add(LogSetup.Stream(1), setup.Created.AddMinutes(3), "first", setup.Created.AddMinutes(3));
        setup.End = setup.Created.AddMinutes(4);

        Assert.Equal(["first"], await setup.ReadMessages(new() { Follow = true, Tail = 5 }));
    }

    [Fact]
    public async Task The_last_look_finds_streams_that_nobody_has_seen()
    {
        var setup = new LogSetup { Timings = new() { Discovery = TimeSpan.FromDays(1) } };
        setup.Add(1, 0, "line");
        setup.End = setup.Created.AddSeconds(30);
        setup.Logs.Add(LogSetup.Stream(2), setup.End, "of a restart", setup.End.AddSeconds(5));

        Assert.Equal(["line", "of a restart"], await setup.ReadMessages(s_follow));
    }

    [Fact]
    public async Task One_look_without_a_line_is_not_the_end()
    {
        var setup = new LogSetup { Timings = new() { Quiet = TimeSpan.Zero, Refresh = TimeSpan.Zero } };
        setup.End = setup.Created.AddSeconds(3);
        setup.Add(1, 0, "line");

        // The end is seen after four seconds; the looks that count are those after six and after eight.
        setup.Logs.Add(LogSetup.Stream(1), setup.End, "last", setup.Created.AddSeconds(7));

        Assert.Equal(["line", "last"], await setup.ReadMessages(s_follow));
    }

    [Fact]
    public async Task The_state_and_the_streams_are_asked_for_at_a_polite_rate()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "line");
        setup.End = setup.Created.AddMinutes(10);

        await setup.ReadMessages(s_follow);

        Assert.InRange(setup.Asked.Count, 2, 62);
        Assert.InRange(setup.Logs.Calls.Count(call => call.Operation == "DescribeLogStreams"), 50, 70);
        Assert.True(setup.Clock.Now - setup.End < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_token_that_has_expired_costs_no_line_and_doubles_none()
    {
        var setup = new LogSetup { Timings = s_seldom };
        foreach (var name in new[] { "a", "b", "c" })
        {
            setup.Add(1, 7, name);
        }

        // Of the same millisecond, but a day and more later.
        setup.Logs.Add(LogSetup.Stream(1), setup.Created.AddMilliseconds(7), "d", setup.Created.AddHours(25));
        setup.Logs.Add(LogSetup.Stream(1), setup.Created.AddHours(26), "e", setup.Created.AddHours(26));
        setup.End = setup.Created.AddHours(27);

        Assert.Equal(["a", "b", "c", "d", "e"], await setup.ReadMessages(s_follow));
        Assert.True(setup.Logs.Expired > 0);
    }

    [Fact]
    public async Task A_tail_remembers_what_else_was_written_in_its_millisecond()
    {
        var setup = new LogSetup { Timings = s_seldom };
        for (var i = 0; i < 250; i++)
        {
            setup.Add(1, 7, $"{i}");
        }

        setup.Logs.Add(LogSetup.Stream(1), setup.Created.AddMilliseconds(7), "late", setup.Created.AddHours(25));
        setup.End = setup.Created.AddHours(27);

        Assert.Equal(["249", "late"], await setup.ReadMessages(new() { Follow = true, Tail = 1 }));
        Assert.True(setup.Logs.Expired > 0);
    }

    [Fact]
    public async Task A_service_that_stays_away_ends_the_following()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "line");
        var given = new List<string>();
        var error = await Assert.ThrowsAsync<MlOpsException>(async () =>
        {
            await foreach (var line in setup.Read(s_follow))
            {
                given.Add(line.Message);
                setup.Logs.Refusal = _ => new(ErrorCode.ProviderError, "unreachable");
            }
        });

        Assert.Equal((ErrorCode.ProviderError, "line"), (error.Code, Assert.Single(given)));
        Assert.InRange(setup.Clock.Now - setup.Created, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_state_that_cannot_be_had_for_a_moment_does_not_end_the_following()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "line");
        setup.End = setup.Created.AddMinutes(1);
        var asked = 0;

        var lines = await setup.Read(s_follow, _ => asked++ % 3 < 2 ? throw new MlOpsException(ErrorCode.Throttled, "slow down") : Task.FromResult(setup.Job)).ToListAsync(Cancellation);

        Assert.Single(lines);
    }

    [Fact]
    public async Task A_job_that_was_deleted_has_ended()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "line");

        var lines = await setup.Read(s_follow, _ => throw new MlOpsException(ErrorCode.NotFound, "no such job")).ToListAsync(Cancellation);

        Assert.Single(lines);
    }

    [Fact]
    public async Task A_clock_that_is_fast_does_not_cut_off_the_last_lines()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "first");
        var end = setup.Created.AddMinutes(1);
        setup.Logs.Add(LogSetup.Stream(1), end, "last", end.AddSeconds(8));

        // Ended an hour ago by this machine's clock, yet it was running when it was last asked for.
        var lines = await setup.Read(s_follow, _ => Task.FromResult(setup.Job with
        {
            Status = setup.Clock.Now < end ? MlJobStatus.Running : MlJobStatus.Failed,
            EndedAt = setup.Clock.Now < end ? null : end.AddHours(-1),
        })).ToListAsync(Cancellation);

        Assert.Equal(["first", "last"], lines.Select(line => line.Message));
    }

    [Fact]
    public async Task A_job_that_was_found_long_before_it_is_followed_needs_no_wait()
    {
        var setup = new LogSetup();
        setup.Add(1, 0, "line");
        var found = setup.Job;
        setup.Clock.Advance(TimeSpan.FromHours(5));
        setup.End = setup.Created.AddHours(1);
        var before = setup.Clock.Now;

        var log = new TrainingLog(setup.Logs, new(), setup.Clock);
        Assert.Single(await log.ReadAsync(found, s_follow, _ => Task.FromResult(setup.Job), Cancellation).ToListAsync(Cancellation));
        Assert.True(setup.Clock.Now - before < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Following_can_be_cancelled_while_it_waits()
    {
        var setup = new LogSetup();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var log = new TrainingLog(setup.Logs, new());
        var reading = log.ReadAsync(setup.Job, s_follow, _ => Task.FromResult(setup.Job), stop.Token).ToListAsync(Cancellation).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static Gen<LogSchedule> Schedules(double? failures = null)
    {
        // Steps between events: many in one millisecond, some after seconds of silence.
        var step = Gen.Frequency((5, Gen.Constant(0)), (3, Gen.Choose(1, 3)), (2, Gen.Choose(500, 9000)));
        var delay = Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 6000)));
        var stream = Gen.Choose(0, 30_000).Zip(step.Zip(delay).ListOf().Resize(20));
        return from streams in stream.ListOf().Resize(6)
               from seed in Gen.Choose(0, int.MaxValue - 1)
               from pageSize in Gen.Elements(1, 3, 10_000)
               from oddPages in Gen.Elements(0, 0.4)
               from failing in failures is { } fixedShare ? Gen.Constant(fixedShare) : Gen.Elements(0, 0.2)
               from tokenSeconds in Gen.Elements(5, 15, 86_400)
               select new LogSchedule([.. streams.Select(each => (each.Item1, each.Item2.ToArray()))], seed, pageSize, oddPages, failing, TimeSpan.FromSeconds(tokenSeconds));
    }
}
