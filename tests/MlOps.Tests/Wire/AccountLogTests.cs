using System.Text.Json.Nodes;
using MlOps.StandIn.Account;

namespace MlOps.Tests.Wire;

public class AccountLogTests
{
    private const string Group = "/aws/sagemaker/TrainingJobs";
    private const string Stream = "a/algo-1-1793534400";
    private readonly ManualClock _clock = new(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CloudAccount _account;

    public AccountLogTests() => _account = new(new() { Clock = _clock, CheckAnswers = true });

    [Fact]
    public async Task Without_a_log_there_is_no_group()
    {
        await using var aws = await AwsCaller.Of(_account);

        var error = await aws.Fail("Logs_20140328.DescribeLogStreams", new() { ["logGroupName"] = Group });

        Assert.Equal(("ResourceNotFoundException", "The specified log group does not exist."), error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_is_the_token_that_was_sent_and_a_kept_token_reads_on(bool emptyPages)
    {
        _account.Options.EmptyLogPages = emptyPages;
        await using var aws = await Written("1", "2", "3", "4", "5");
        var read = new List<string>();
        var empty = 0;
        string? token = null;
        await ReadOn();
        Assert.Equal(["1", "2", "3", "4", "5"], read);
        Assert.Equal(emptyPages ? 3 : 0, empty);

        _account.WriteLog("a", ["6"]);
        await ReadOn();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], read);
        Assert.Empty(_account.Violations);

        async Task ReadOn()
        {
            while (true)
            {
                var (lines, next, _) = await Get(aws, token, fromHead: true);
                read.AddRange(lines);
                if (next == token)
                {
                    return;
                }

                empty += lines.Count == 0 ? 1 : 0;
                token = next;
            }
        }
    }

    [Fact]
    public async Task The_last_page_comes_first_when_nothing_is_said_and_the_backward_token_leads_to_the_start()
    {
        await using var aws = await Written("1", "2", "3", "4", "5");

        var last = await Get(aws, null);
        Assert.Equal(["4", "5"], last.Lines);
        var before = await Get(aws, last.Backward);
        Assert.Equal(["2", "3"], before.Lines);
        var first = await Get(aws, before.Backward);
        Assert.Equal(["1"], first.Lines);
        var end = await Get(aws, first.Backward);
        Assert.Empty(end.Lines);
        Assert.Equal(first.Backward, end.Backward);

        // From the last page forwards there is nothing yet.
        Assert.Equal(last.Forward, (await Get(aws, last.Forward, fromHead: true)).Forward);
    }

    [Fact]
    public async Task A_forward_token_needs_the_reading_from_the_head()
    {
        await using var aws = await Written("1");
        var token = (await Get(aws, null)).Forward;

        var error = await aws.Fail("Logs_20140328.GetLogEvents", new() { ["logGroupName"] = Group, ["logStreamName"] = Stream, ["nextToken"] = token });

        Assert.Equal("InvalidParameterException", error.Type);
    }

    [Fact]
    public async Task The_start_is_in_the_range_and_the_end_is_not()
    {
        await using var aws = await Written("1", "2", "3");
        var start = _clock.GetUtcNow().ToUnixTimeMilliseconds() - 3000;

        var answer = await aws.Call("Logs_20140328.GetLogEvents", new() { ["logGroupName"] = Group, ["logStreamName"] = Stream, ["startTime"] = start + 1000, ["endTime"] = start + 2000 });
        Assert.Equal("2", Assert.Single(answer["events"]!.AsArray())!["message"]!.GetValue<string>());

        var filtered = await aws.Call("Logs_20140328.FilterLogEvents", new() { ["logGroupName"] = Group, ["startTime"] = start + 1000, ["endTime"] = start + 2000 });
        Assert.Equal(["2", "3"], filtered["events"]!.AsArray().Select(line => line!["message"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("", "loss=1 a,Loss=2 b,loss=3 c")]
    [InlineData("Loss", "Loss=2 b")]
    [InlineData("loss c", "loss=3 c")]
    [InlineData("\"loss=1 \"", "loss=1 a")]
    [InlineData("%=[23]%", "Loss=2 b,loss=3 c")]
    public async Task A_filter_goes_on_through_empty_pages(string pattern, string lines)
    {
        _account.Options.FilterScan = 1;
        await using var aws = await Written("loss=1 a", "Loss=2 b", "loss=3 c");
        var read = new List<JsonNode>();
        var pages = 0;
        string? token = null;
        do
        {
            var request = new JsonObject { ["logGroupName"] = Group, ["logStreamNamePrefix"] = "a/", ["filterPattern"] = pattern };
            if (token is not null)
            {
                request["nextToken"] = token;
            }

            var answer = await aws.Call("Logs_20140328.FilterLogEvents", request);
            read.AddRange(answer["events"]!.AsArray().Select(line => line!));
            token = answer["nextToken"]?.GetValue<string>();
            pages++;
        }
        while (token is not null);

        Assert.Equal(3, pages);
        Assert.Equal(lines, string.Join(',', read.Select(line => line["message"]!.GetValue<string>())));
        Assert.Equal(read.Count, read.DistinctBy(line => line["eventId"]!.GetValue<string>()).Count());
    }

    [Fact]
    public async Task What_is_no_word_has_to_be_quoted()
    {
        await using var aws = await Written("1");

        Assert.Equal("InvalidParameterException", (await aws.Fail("Logs_20140328.FilterLogEvents", new() { ["logGroupName"] = Group, ["filterPattern"] = "loss=1" })).Type);
    }

    [Fact]
    public async Task Streams_are_listed_by_prefix_a_page_at_a_time()
    {
        await using var aws = await AwsCaller.Of(_account);
        foreach (var name in new[] { "a", "a-2" })
        {
            await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job(name, instances: 2));
            _account.WriteLog(name, ["x"], instance: 1);
            _account.WriteLog(name, ["x"], instance: 2);
        }

        var first = await aws.Call("Logs_20140328.DescribeLogStreams", new() { ["logGroupName"] = Group, ["logStreamNamePrefix"] = "a/", ["limit"] = 1 });
        var second = await aws.Call("Logs_20140328.DescribeLogStreams", new() { ["logGroupName"] = Group, ["logStreamNamePrefix"] = "a/", ["limit"] = 1, ["nextToken"] = first["nextToken"]!.GetValue<string>() });

        Assert.Equal("a/algo-1-1793534400", Assert.Single(first["logStreams"]!.AsArray())!["logStreamName"]!.GetValue<string>());
        Assert.Equal("a/algo-2-1793534400", Assert.Single(second["logStreams"]!.AsArray())!["logStreamName"]!.GetValue<string>());
        Assert.Null(second["nextToken"]);
        Assert.Equal("InvalidParameterException", (await aws.Fail("Logs_20140328.DescribeLogStreams", new() { ["logGroupName"] = Group, ["logStreamNamePrefix"] = "a/", ["orderBy"] = "LastEventTime" })).Type);
    }

    private static async Task<(IReadOnlyList<string> Lines, string Forward, string Backward)> Get(AwsCaller aws, string? token, bool? fromHead = null)
    {
        var request = new JsonObject { ["logGroupName"] = Group, ["logStreamName"] = Stream, ["limit"] = 2 };
        if (token is not null)
        {
            request["nextToken"] = token;
        }

        if (fromHead is not null)
        {
            request["startFromHead"] = fromHead;
        }

        var answer = await aws.Call("Logs_20140328.GetLogEvents", request);
        return ([.. answer["events"]!.AsArray().Select(line => line!["message"]!.GetValue<string>())], answer["nextForwardToken"]!.GetValue<string>(), answer["nextBackwardToken"]!.GetValue<string>());
    }

    /// <summary>A job with a line a second.</summary>
    private async Task<AwsCaller> Written(params string[] lines)
    {
        var aws = await AwsCaller.Of(_account);
        await aws.Call("SageMaker.CreateTrainingJob", AwsCaller.Job("a"));
        _account.Advance("a", "Training");
        foreach (var line in lines)
        {
            _account.WriteLog("a", [line]);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return aws;
    }
}
