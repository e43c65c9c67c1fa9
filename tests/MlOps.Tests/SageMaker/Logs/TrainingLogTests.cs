using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

public class TrainingLogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_says_where_and_when_it_was_written()
    {
        var setup = new LogSetup();
        setup.Add(1, 1234, "\u001b[1mepoch=1\u001b[0m\r\n");

        var line = Assert.Single(await setup.Read(LogQuery.All).ToListAsync(Cancellation));

        Assert.Equal(("SageMaker", "job-1", "algo-1", MlLogStream.Unknown, "epoch=1"), (line.Provider, line.JobName, line.Instance, line.Stream, line.Message));
        Assert.Equal(setup.Created.AddMilliseconds(1234), line.Time);
    }

    [Theory]
    [InlineData("job-1/algo-12-1700000000", "algo-12")]
    [InlineData("job-1/algo-1", "algo-1")]
    [InlineData("job-1/instance-group/algo-1-17", "instance-group/algo-1-17")]
    [InlineData("job-1/algo-1-x7", "algo-1-x7")]
    public async Task The_instance_is_in_the_name_of_the_stream(string stream, string expected)
    {
        var setup = new LogSetup();
        setup.Logs.Add(stream, setup.Created, "line");

        Assert.Equal(expected, Assert.Single(await setup.Read(LogQuery.All).ToListAsync(Cancellation)).Instance);
    }

    [Fact]
    public async Task A_message_of_several_lines_is_several_lines_of_one_time()
    {
        var setup = new LogSetup();
        setup.Add(1, 5, "Traceback\n  File \"train.py\"\r\n\nValueError\n\n");

        var lines = await setup.Read(LogQuery.All).ToListAsync(Cancellation);

        Assert.Equal(["Traceback", "  File \"train.py\"", "", "ValueError"], lines.Select(line => line.Message));
        Assert.Single(lines.Select(line => line.Time).Distinct());
        Assert.Equal(["", "ValueError"], await setup.ReadMessages(new() { Tail = 2 }));
    }

    [Fact]
    public async Task Neither_another_job_nor_an_older_one_of_the_same_name_gets_in()
    {
        var setup = new LogSetup();
        setup.Logs.Add("job-10/algo-1-1", setup.Created.AddSeconds(1), "of job-10");
        setup.Logs.Add("job-1/algo-1-1", setup.Created.AddDays(-1), "of an older job");
        setup.Add(1, -1000, "by a clock that is slow");
        setup.Add(1, 1, "mine");

        string[] expected = ["by a clock that is slow", "mine"];
        Assert.Equal(expected, await setup.ReadMessages(LogQuery.All));
        Assert.Equal(expected, await setup.ReadMessages(new() { Tail = 10 }));
        Assert.Equal(expected, await setup.ReadMessages(new() { Pattern = "i" }));
        setup.End = setup.Clock.Now;
        Assert.Equal(expected, await setup.ReadMessages(new() { Follow = true }));
    }

    [Fact]
    public async Task Since_is_a_lower_bound_to_the_millisecond()
    {
        var setup = new LogSetup();
        setup.Add(1, 1, "before");
        setup.Add(1, 2, "then");
        setup.Add(2, 3, "after");

        foreach (var pattern in new[] { null, "e" })
        {
            Assert.Equal(["then", "after"], await setup.ReadMessages(new() { Since = setup.Created.AddMilliseconds(2), Pattern = pattern }));
            Assert.Equal(["after"], await setup.ReadMessages(new() { Since = setup.Created.AddMilliseconds(2).AddTicks(1), Pattern = pattern }));
        }

        Assert.Equal(["then", "after"], await setup.ReadMessages(new() { Since = setup.Created.AddMilliseconds(2), Tail = 5 }));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(3, null)]
    [InlineData(null, "x")]
    public async Task No_group_is_an_empty_log(int? tail, string? pattern) => Assert.Empty(await new LogSetup().ReadMessages(new() { Tail = tail, Pattern = pattern }));

    [Fact]
    public async Task A_log_that_must_not_be_read_says_so_however_it_is_asked_for()
    {
        var setup = new LogSetup { End = DateTimeOffset.MinValue };
        setup.Add(1, 1, "line");
        setup.Logs.Refusal = _ => new(ErrorCode.AccessDenied, "logs:GetLogEvents");

        foreach (var query in new LogQuery[] { new(), new() { Tail = 1 }, new() { Follow = true }, new() { Follow = true, Tail = 1 }, new() { Pattern = "x" } })
        {
            Assert.Equal(ErrorCode.AccessDenied, (await Assert.ThrowsAsync<MlOpsException>(() => setup.ReadMessages(query))).Code);
        }
    }

    [Fact]
    public async Task A_failure_while_reading_what_is_there_is_thrown_at_once()
    {
        var setup = new LogSetup();
        setup.Add(1, 1, "line");
        setup.Logs.Refusal = operation => operation == "GetLogEvents" ? new(ErrorCode.Throttled, "slow down") : null;

        Assert.Equal(ErrorCode.Throttled, (await Assert.ThrowsAsync<MlOpsException>(() => setup.ReadMessages(LogQuery.All))).Code);
        Assert.Single(setup.Logs.Calls, call => call.Operation == "GetLogEvents");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("line")]
    public async Task Tokens_that_are_never_taken_do_not_make_an_endless_loop(string? pattern)
    {
        var clock = new VirtualClock();
        var setup = new LogSetup(clock, new(clock) { PageSize = 2, TokenLife = TimeSpan.FromTicks(-1) });
        for (var i = 0; i < 5; i++)
        {
            setup.Add(1, 1, "line");
        }

        Assert.Equal(ErrorCode.InvalidArgument, (await Assert.ThrowsAsync<MlOpsException>(() => setup.ReadMessages(new() { Pattern = pattern }))).Code);
    }

    [Fact]
    public async Task Who_reads_may_pause_for_days()
    {
        var clock = new VirtualClock();
        var setup = new LogSetup(clock, new(clock) { PageSize = 2 });
        for (var i = 0; i < 9; i++)
        {
            setup.Add(1 + (i % 2), i / 4, $"line {i}");
        }

        foreach (var pattern in new[] { null, "line" })
        {
            var given = new List<string>();
            await foreach (var line in setup.Read(new() { Pattern = pattern }))
            {
                given.Add(line.Message);
                clock.Advance(TimeSpan.FromHours(25));
            }

            Assert.Equal(["line 0", "line 2", "line 1", "line 3", "line 4", "line 6", "line 5", "line 7", "line 8"], given);
        }

        Assert.True(setup.Logs.Expired > 2);
    }

    [Fact]
    public async Task A_tuning_job_has_no_log_of_its_own()
    {
        var setup = new LogSetup();
        var log = new TrainingLog(setup.Logs, new());

        var lines = log.ReadAsync(setup.Job with { Kind = MlJobKind.Tuning }, LogQuery.All, _ => Task.FromResult(setup.Job), Cancellation);
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await lines.ToListAsync(Cancellation));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("Get-MlJob job-1* -Kind Training | Get-MlJobLog", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(setup.Logs.Calls);
    }

    [Fact]
    public async Task Nothing_is_asked_for_no_lines()
    {
        var setup = new LogSetup();

        Assert.Empty(await setup.ReadMessages(new() { Tail = 0 }));
        Assert.Empty(setup.Logs.Calls);
    }

    [Fact]
    public async Task The_last_line_costs_a_page_of_each_stream_and_of_five_at_most()
    {
        var setup = new LogSetup();
        for (var stream = 1; stream <= 40; stream++)
        {
            setup.Add(stream, stream == 17 ? 999 : stream, $"last of {stream}");
            if (stream == 2)
            {
                Assert.Equal(["last of 2"], await setup.ReadMessages(new() { Tail = 1 }));
                Assert.Equal(3, setup.Logs.Calls.Count);
                setup.Logs.Calls.Clear();
            }
        }

        Assert.Equal(["last of 17"], await setup.ReadMessages(new() { Tail = 1 }));
        Assert.Equal(6, setup.Logs.Calls.Count);
    }

    [Fact]
    public async Task The_service_looks_for_a_pattern_that_it_can_express()
    {
        var setup = new LogSetup();
        setup.Add(1, 1, "epoch=1");
        setup.Add(2, 2, "loss is NaN");

        Assert.Equal(["loss is NaN"], await setup.ReadMessages(new() { Pattern = "nan" }));
        Assert.All(setup.Logs.Calls, call => Assert.Equal("FilterLogEvents", call.Operation));

        setup.Logs.Calls.Clear();
        Assert.Equal(["epoch=1", "loss is NaN"], await setup.ReadMessages(new() { Pattern = "(nan|inf)$" }));
        Assert.DoesNotContain(setup.Logs.Calls, call => call.Operation == "FilterLogEvents");
    }

    [Fact]
    public async Task With_a_tail_the_pattern_is_not_for_the_service()
    {
        var setup = new LogSetup();
        setup.Add(1, 1, "nan");
        setup.Add(1, 2, "epoch=2");

        Assert.Equal(["epoch=2"], await setup.ReadMessages(new() { Pattern = "nan", Tail = 1 }));
    }

    [Fact]
    public async Task A_pattern_that_the_service_refuses_is_left_to_the_reader()
    {
        var setup = new LogSetup();
        setup.Add(1, 1, "epoch=1");
        setup.Logs.Refusal = operation => operation == "FilterLogEvents" ? new(ErrorCode.InvalidArgument, "filterPattern") : null;

        Assert.Equal(["epoch=1"], await setup.ReadMessages(new() { Pattern = "nan" }));
    }
}
