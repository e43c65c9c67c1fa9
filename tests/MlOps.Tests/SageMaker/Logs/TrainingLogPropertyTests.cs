using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.SageMaker.Logs;

/// <summary>Reading what is there, whatever pages the service makes of it.</summary>
public class TrainingLogPropertyTests
{
    [Property(MaxTest = 300)]
    public Property The_whole_log_is_the_streams_by_time() => Prop.ForAll(Logs().ToArbitrary(), async log =>
        Assert.Equal(log.Expected, await log.Read(LogQuery.All)));

    [Property(MaxTest = 300)]
    public Property The_tail_is_the_end_of_the_whole_log() => Prop.ForAll(Logs().Zip(Gen.Choose(0, 30)).ToArbitrary(), async pair =>
    {
        var (log, count) = pair;
        Assert.Equal(log.Expected.TakeLast(count), await log.Read(new() { Tail = count }));
    });

    [Property(MaxTest = 300)]
    public Property A_pattern_finds_what_matches_once_each() => Prop.ForAll(Logs().ToArbitrary(), async log =>
    {
        var found = await log.Read(new() { Pattern = @"[13579]$" });
        Assert.Equal(log.Expected.Where(message => (message[^1] - '0') % 2 == 1).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(found.OrderBy(log.Time), found);
    });

    [Property(MaxTest = 300)]
    public Property A_job_that_ended_long_ago_is_followed_in_one_pass() => Prop.ForAll(Logs().ToArbitrary(), async log =>
    {
        log.Setup.Clock.Advance(TimeSpan.FromHours(1));
        log.Setup.End = log.Setup.Created.AddMinutes(1);
        var before = log.Setup.Clock.Now;
        Assert.Equal(log.Expected, await log.Read(new() { Follow = true }));
        Assert.Equal(before, log.Setup.Clock.Now);
    });

    private static Gen<GivenLog> Logs()
    {
        var stream = Gen.Choose(0, 6).ListOf().Resize(25).Select(times => times.Order().ToArray());
        return from streams in stream.ListOf().Resize(9)
               from seed in Gen.Choose(0, int.MaxValue - 1)
               from pageSize in Gen.Elements(1, 2, 7, 10_000)
               from oddPages in Gen.Elements(0, 0.5)
               select new GivenLog([.. streams], seed, pageSize, oddPages);
    }

    /// <summary>A log of which every line is there.</summary>
    private sealed class GivenLog
    {
        private readonly Dictionary<string, int> _times = [];

        public GivenLog(int[][] streams, int seed, int pageSize, double oddPages)
        {
            var clock = new VirtualClock();
            Setup = new(clock, new(clock, seed) { PageSize = pageSize, OddPages = oddPages, NamesPerPage = 3, RepeatsEvents = seed % 2 == 0, KnowsLastEvents = true });
            var messages = new List<string>();
            for (var stream = 0; stream < streams.Length; stream++)
            {
                for (var i = 0; i < streams[stream].Length; i++)
                {
                    var message = $"{stream}.{i}";
                    messages.Add(message);
                    _times.Add(message, streams[stream][i]);
                    Setup.Add(stream, streams[stream][i], message);
                }
            }

            Expected = [.. messages.OrderBy(Time)];
        }

        public LogSetup Setup { get; }

        public string[] Expected { get; }

        public int Time(string message) => _times[message];

        // One line of many streams is what the service knows to be the last, and so not part of this.
        public Task<string[]> Read(LogQuery query) => Setup.ReadMessages(query.Tail == 1 ? query with { Tail = 2 } : query).ContinueWith(
            read => query.Tail == 1 ? [.. read.Result.TakeLast(1)] : read.Result, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
