using System.Runtime.CompilerServices;
using MlOps.Tests.Fakes;

namespace MlOps.Tests.Logs;

public class JobLogsTests
{
    [Fact]
    public async Task Several_logs_are_one_in_the_order_of_time() =>
        Assert.Equal("abcd", await Text(LogQuery.All, Log("x", (0, "a"), (2, "c")), Log("y", (1, "b"), (3, "d"))));

    [Fact]
    public async Task The_last_lines_are_those_of_all_logs_together() =>
        Assert.Equal("cd", await Text(new() { Tail = 2 }, Log("x", (0, "a"), (2, "c")), Log("y", (1, "b"), (3, "d"))));

    [Fact]
    public async Task A_log_that_cannot_be_read_is_one_error_and_the_others_are_read()
    {
        var broken = Log("x", (0, "a")) with { Failure = new IOException("disk") };

        var answers = await Read(LogQuery.All, broken, Log("y", (1, "b"))).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], answers.Where(answer => answer.Error is null).Select(answer => answer.Value!.Message));
        Assert.Contains("disk", Assert.Single(answers, answer => answer.Error is not null).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_has_enough_ends_the_reading()
    {
        var endless = Log("x", (0, "a")) with { Hangs = true };

        var first = await Read(new() { Follow = true }, endless).FirstAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal("a", first.Value!.Message);
    }

    [Fact]
    public async Task A_silent_job_that_is_followed_holds_up_another_one_for_a_moment_only()
    {
        var silent = Log("x") with { Hangs = true };
        var busy = Log("y", [.. Enumerable.Range(0, 200).Select(second => (second, "a"))]);

        var lines = await Read(new() { Follow = true }, silent, busy).Take(200).ToListAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(200, lines.Count);
    }

    private static FakeLog Log(string job, params (int Second, string Text)[] lines) => new(job, lines);

    private static async Task<string> Text(LogQuery query, params FakeLog[] logs) =>
        string.Concat(await Read(query, logs).Select(answer => answer.Value!.Message).ToListAsync(TestContext.Current.CancellationToken));

    private static IAsyncEnumerable<Answer<MlLogEvent>> Read(LogQuery query, params FakeLog[] logs) =>
        JobLogs.ReadAsync(
            [.. logs.Select(log => new FakeProvider("Local") { Log = log.ReadAsync }).Select((provider, i) => new ProviderJob(provider, provider.Job(logs[i].Job)))],
            query,
            TestContext.Current.CancellationToken);

    private sealed record FakeLog(string Job, IReadOnlyList<(int Second, string Text)> Lines, Exception? Failure = null, bool Hangs = false)
    {
        public async IAsyncEnumerable<MlLogEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var (second, text) in Lines)
            {
                await Task.Yield();
                yield return new() { Provider = "Local", JobName = Job, Message = text, Time = FakeProvider.Epoch.AddSeconds(second) };
            }

            if (Failure is not null)
            {
                throw Failure;
            }

            if (Hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
    }
}
