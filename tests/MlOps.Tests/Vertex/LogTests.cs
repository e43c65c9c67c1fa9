using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Logs;
using MlOps.Providers.Vertex.Logs;
using MlOps.StandIn.Google;
using MlOps.Tests.SageMaker.Logs;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>Reading and following logs of custom jobs, whatever pages the service makes of them and however late it shows what was written.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class LogTests
{
    [Property(MaxTest = 200)]
    public Property The_whole_log_is_there_once_and_in_order() => Prop.ForAll(Logs(mayFail: false).ToArbitrary(), async log =>
    {
        log.End();
        Assert.Equal(log.InOrder(), await log.Read(LogQuery.All));
    });

    [Property(MaxTest = 200)]
    public Property The_tail_is_the_end_of_the_whole_log() => Prop.ForAll(Logs(mayFail: false).Zip(Gen.Choose(0, 30)).ToArbitrary(), async pair =>
    {
        var (log, count) = pair;
        log.End();
        Assert.Equal(log.InOrder().TakeLast(count), await log.Read(new() { Tail = count }));
    });

    [Property(MaxTest = 200)]
    public Property Since_leaves_out_what_is_older() => Prop.ForAll(Logs(mayFail: false).Zip(Gen.Choose(0, 120)).ToArbitrary(), async pair =>
    {
        var (log, seconds) = pair;
        log.End();
        var since = log.Created.AddSeconds(seconds);
        Assert.Equal(log.InOrder().Where(message => log.Times[message] >= since), await log.Read(new() { Since = since }));
    });

    [Property(MaxTest = 300)]
    public Property Following_gives_every_line_once_and_those_that_are_not_late_in_order() => Prop.ForAll(Logs().ToArbitrary(), async log =>
    {
        var given = await log.Read(new() { Follow = true });

        Assert.Equal(log.Times.Keys.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
        var punctual = given.Where(message => !log.Late.Contains(message)).Select(message => log.Times[message]).ToArray();
        Assert.Equal(punctual.Order(), punctual);
    });

    [Property(MaxTest = 300)]
    public Property Following_from_the_tail_gives_nothing_that_was_there_before() => Prop.ForAll(Logs(mayFail: false).Zip(Gen.Choose(0, 10)).Zip(Gen.Choose(0, 100)).ToArbitrary(), async pair =>
    {
        var ((log, count), seconds) = pair;
        log.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var there = log.VisibleNow();

        var given = await log.Read(new() { Follow = true, Tail = count });

        Assert.Equal(given.Distinct(), given);
        var old = given.Where(there.Contains).ToArray();
        Assert.True(old.Length <= count, "More than were asked for were given of what was there.");
        Assert.Equal(Math.Min(count, there.Count), old.Length);
        var first = given.Take(old.Length).Select(message => log.Times[message]).DefaultIfEmpty(log.Clock.Now).Min();
        Assert.All(given, message => Assert.True(log.Times[message] >= first || count == 0 || there.Count == 0, "A line before the tail came after it."));
        Assert.All(log.Times.Keys.Except(there).Where(message => log.Times[message] > log.Begin.AddSeconds(seconds)), message => Assert.Contains(message, given));
    });

    [Fact]
    public async Task A_first_look_that_takes_long_loses_nothing_that_came_late_meanwhile()
    {
        var clock = new VirtualClock();
        var log = new GivenLog(clock, new(clock) { PageSize = 10, Latency = TimeSpan.FromSeconds(1) });
        log.Add(log.Created, "late", 30);
        for (var i = 0; i < 1000; i++)
        {
            log.Add(log.Created.AddMilliseconds(1 + (i / 100)), $"there-{i}", 0, DateTimeOffset.UnixEpoch);
        }

        for (var i = 1; i < 190; i++)
        {
            log.Add(log.Created.AddSeconds(i), $"new-{i}", 0);
        }

        var given = await log.Read(new() { Follow = true });

        Assert.Equal(log.Times.Keys.Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_tail_among_lines_of_one_time_is_not_followed_by_the_others()
    {
        var clock = new VirtualClock();
        var log = new GivenLog(clock, new(clock));
        for (var i = 0; i < 10; i++)
        {
            log.Add(log.Created, $"same-{i}", 0);
        }

        log.Add(log.Created.AddSeconds(30), "next", 0);
        var given = await log.Read(new() { Follow = true, Tail = 3 });

        Assert.Equal(4, given.Length);
        Assert.Equal("next", given[^1]);
    }

    [Theory]
    [InlineData(@"loss=(\d+)")]
    [InlineData("EPOCH")]
    [InlineData(@"^\[?\w+\]? ünï")]
    [InlineData(@"a""b\\c")]
    [InlineData("(?=x)y")]
    [InlineData(".")]
    [InlineData("")]
    public async Task A_pattern_that_is_pushed_lets_through_all_that_matches(string pattern)
    {
        string[] lines = ["epoch=1 loss=3", "Epoch=2 LOSS=x", "[info] ünï", "a\"b\\c", "xy", "", "\u001b[1mloss=7\u001b[0m", "{\"loss\": 1}", "日本 loss=8"];
        var project = new CloudProject();
        project.Add(Document("987", "digits-1", DateTimeOffset.UtcNow.AddHours(-2)));
        project.WriteLog("digits-1", lines, at: DateTimeOffset.UtcNow.AddHours(-1.9));
        project.WriteLog("digits-1", lines.Select(line => $"text {line}"), at: DateTimeOffset.UtcNow.AddHours(-1.9), json: false);
        await using var vertex = await Serve(project);
        var job = await vertex.Find("digits-1");

        var all = await vertex.Provider().ReadLogAsync(job, LogQuery.All, Stop).Select(line => line.Message).ToListAsync(Stop);
        var found = await vertex.Provider().ReadLogAsync(job, new() { Pattern = pattern }, Stop).Select(line => line.Message).ToListAsync(Stop);

        var regex = new System.Text.RegularExpressions.Regex(pattern, System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.CultureInvariant);
        Assert.Equal(2 * lines.Length, all.Count);
        Assert.Subset(found.ToHashSet(), all.Where(line => regex.IsMatch(line)).ToHashSet());
        Assert.Equal(found, all.Where(found.Contains));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_log_is_read_through_the_service()
    {
        var project = new CloudProject(new() { PageCap = 4, EmptyLogPages = true });
        var begin = DateTimeOffset.UtcNow.AddHours(-2);
        project.Add(Document("987", "digits-1", begin));
        project.Add(Document("9870", "another", begin));
        project.WriteLog("digits-1", ["one", "two\nthree"], at: begin.AddSeconds(20));
        project.WriteLog("digits-1", ["from another replica"], task: "workerpool1-2", at: begin.AddSeconds(10), severity: "ERROR", json: false);
        project.WriteLog("another", ["not ours"], at: begin.AddSeconds(10));
        await using var vertex = await Serve(project);
        var job = await vertex.Find("digits-1");
        async Task<List<MlLogEvent>> Read(LogQuery query) => await vertex.Provider().ReadLogAsync(job, query, Stop).ToListAsync(Stop);

        var all = await Read(LogQuery.All);
        var followed = await Read(new() { Follow = true });
        var tail = await Read(new() { Tail = 2 });
        var both = await Read(new() { Tail = 2, Follow = true });

        Assert.Equal(["from another replica", "one", "two", "three"], all.Select(line => line.Message));
        Assert.Equal(("Vertex", "digits-1", "workerpool1-2", "ERROR"), (all[0].Provider, all[0].JobName, all[0].Instance, all[0].Severity));
        Assert.Equal(begin.AddSeconds(10), all[0].Time, TimeSpan.FromMilliseconds(1));
        Assert.Equal(all.Select(line => line.Message), followed.Select(line => line.Message));
        Assert.Equal(["two", "three"], tail.Select(line => line.Message));
        Assert.Equal(["two", "three"], both.Select(line => line.Message));
        Assert.Empty(project.Violations);
    }

    private static Gen<GivenLog> Logs(bool mayFail = true)
    {
        var line = from time in Gen.Choose(0, 120)
                   from delay in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 45)))
                   from task in Gen.Choose(0, 2)
                   select (time, delay, task);
        return from lines in line.ListOf().Resize(40)
               from seed in Gen.Choose(0, int.MaxValue - 1)
               from pageSize in Gen.Elements(1, 2, 7, 1000)
               from oddPages in Gen.Elements(0, 0.5)
               from failures in Gen.Elements(0, mayFail ? 0.3 : 0)
               select GivenLog.Of([.. lines], seed, pageSize, oddPages, failures);
    }

    /// <summary>A job whose lines are seen at given times, and which ends when the last one is written.</summary>
    private sealed class GivenLog(VirtualClock clock, MemoryEntries entries)
    {
        private readonly List<(string Message, DateTimeOffset Time, DateTimeOffset Visible)> _lines = [];
        private DateTimeOffset _end = clock.Now;

        public VirtualClock Clock => clock;

        public DateTimeOffset Begin { get; } = clock.Now;

        public DateTimeOffset Created => Begin;

        private DateTimeOffset JobCreated { get; } = clock.Now;

        public Dictionary<string, DateTimeOffset> Times { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Late { get; } = new(StringComparer.Ordinal);

        public static GivenLog Of((int Time, int Delay, int Task)[] lines, int seed, int pageSize, double oddPages, double failures)
        {
            var clock = new VirtualClock();
            var log = new GivenLog(clock, new(clock, seed) { PageSize = pageSize, OddPages = oddPages, Failures = failures });
            foreach (var (i, line) in lines.Index())
            {
                log.Add(log.Created.AddSeconds(line.Time), $"{i}", line.Delay, task: $"workerpool0-{line.Task}");
            }

            return log;
        }

        public void Add(DateTimeOffset time, string message, int delay, DateTimeOffset? visible = null, string task = "workerpool0-0")
        {
            var shown = visible ?? time.AddSeconds(delay);
            entries.Add(time, message, shown, task);
            _lines.Add((message, time, shown));
            Times.Add(message, time);
            if (delay > 0)
            {
                Late.Add(message);
            }

            _end = time > _end ? time : _end;
        }

        /// <summary>What the service shows when everything has come.</summary>
        public IReadOnlyList<string> InOrder() => entries.InOrder();

        public void End() => clock.Advance(TimeSpan.FromHours(1));

        public HashSet<string> VisibleNow() => _lines.Where(line => line.Visible <= clock.Now && line.Time >= JobCreated.AddMinutes(-1)).Select(line => line.Message).ToHashSet(StringComparer.Ordinal);

        public async Task<string[]> Read(LogQuery query)
        {
            var timings = new LogTimings { Follow = TimeSpan.FromSeconds(5), Refresh = TimeSpan.FromSeconds(15), Quiet = TimeSpan.FromSeconds(60) };
            var lines = new JobEntries(entries, "my-project", timings, clock).ReadAsync(Job(), query, _ => Task.FromResult(Job()), Stop);
            return [.. (await lines.ToListAsync(Stop)).Select(line => line.Message)];
        }

        private MlJob Job() => new()
        {
            Provider = "Vertex",
            Name = "digits-1",
            Id = VertexJobs.Name,
            CreatedAt = JobCreated,
            Status = clock.Now < _end ? MlJobStatus.Running : MlJobStatus.Succeeded,
            EndedAt = clock.Now < _end ? null : _end,
        };
    }
}
