using MlOps.Tests.Fakes;

namespace MlOps.Tests.Jobs;

public class JobFinderTests
{
    [Fact]
    public async Task Rows_that_a_provider_gives_beyond_the_query_are_left_out() =>
        Assert.Equal(["digits-1"], (await Find([new FakeProvider("Local", "digits-1", "other")], "digits*")).Names);

    [Fact]
    public async Task A_wildcard_that_fits_nothing_is_no_error()
    {
        var (names, errors) = await Find([new FakeProvider("Local", "a")], "x*");

        Assert.Empty(names);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_plain_name_that_nobody_knows_is_an_error_with_the_nearest_name()
    {
        var (_, errors) = await Find([new FakeProvider("Local", "digits-1"), new FakeProvider("Vertex", "resnet")], "digist-1");

        var error = Assert.Single(errors);
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("There is no job 'digist-1' on Local or Vertex.", error.Message);
        Assert.Equal("Did you mean 'digits-1'?", error.RecommendedAction);
        Assert.Equal("digist-1", error.Target);
    }

    [Fact]
    public async Task Of_names_that_are_equally_near_the_first_providers_is_the_hint_whoever_answers_first()
    {
        var slow = new FakeProvider("Slow")
        {
            Polls = call =>
            {
                Thread.Sleep(call < 2 ? 0 : 50);
                return [Job("Slow", "digits-1", 1)];
            },
        };

        var (_, errors) = await Find([slow, new FakeProvider("Fast", "digits-2")], "digits-3");

        Assert.Equal("Did you mean 'digits-1'?", Assert.Single(errors).RecommendedAction);
    }

    [Fact]
    public async Task A_name_that_one_of_the_providers_knows_is_found() =>
        Assert.Empty((await Find([new FakeProvider("Local", "a"), new FakeProvider("Vertex", "b")], "b")).Errors);

    [Fact]
    public async Task A_job_that_is_there_but_does_not_fit_the_other_conditions_is_no_error()
    {
        var query = new JobQuery { Names = [NamePattern.Parse("a")], Statuses = [MlJobStatus.Failed] };

        var (names, errors) = await Find([new FakeProvider("Local", "a")], query);

        Assert.Empty(names);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_provider_that_failed_is_not_said_to_lack_the_name()
    {
        var broken = new FakeProvider("Broken") { Failure = _ => new MlOpsException(ErrorCode.AccessDenied, "no") };

        Assert.Equal(ErrorCode.AccessDenied, Assert.Single((await Find([broken], "a")).Errors).Code);

        var (_, errors) = await Find([broken, new FakeProvider("Local")], "a");
        Assert.Contains(errors, error => error.Message == "There is no job 'a' on Local.");
    }

    [Fact]
    public async Task The_first_ones_are_the_newest_of_all_providers()
    {
        var old = new FakeProvider("Old") { Polls = _ => [Job("Old", "o2", 2), Job("Old", "o1", 1)] };
        var recent = new FakeProvider("New") { Polls = _ => [Job("New", "n9", 9), Job("New", "n1", 1)] };

        var (names, _) = await Find([old, recent], JobQuery.All, first: 2);

        Assert.Equal(["n9", "o2"], names);
    }

    [Fact]
    public async Task The_first_ones_of_one_provider_are_read_and_no_more()
    {
        var provider = new FakeProvider("Local", [.. Enumerable.Repeat("a", 10_000)]);

        var (names, _) = await Find([provider], JobQuery.All, first: 3);

        Assert.Equal(3, names.Count);
        Assert.InRange(provider.RowsGiven, 3, 4);
    }

    [Fact]
    public async Task A_hint_that_takes_too_long_is_left_out()
    {
        var provider = new FakeProvider("Slow") { Polls = call => call < 2 ? [] : throw new TimeoutException() };

        Assert.Equal(ErrorCode.NotFound, Assert.Single((await Find([provider], "a")).Errors).Code);
    }

    private static MlJob Job(string provider, string name, int minute) =>
        new() { Provider = provider, Name = name, Id = name, CreatedAt = FakeProvider.Epoch.AddMinutes(minute) };

    private static Task<(IReadOnlyList<string> Names, IReadOnlyList<MlOpsException> Errors)> Find(IProvider[] providers, string name) =>
        Find(providers, new JobQuery { Names = [NamePattern.Parse(name)] });

    private static async Task<(IReadOnlyList<string> Names, IReadOnlyList<MlOpsException> Errors)> Find(IProvider[] providers, JobQuery query, int? first = null)
    {
        var answers = await JobFinder.FindAsync(providers, query, first, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        return ([.. answers.Where(answer => answer.Value is not null).Select(answer => answer.Value!.Job.Name)], [.. answers.Where(answer => answer.Error is not null).Select(answer => answer.Error!)]);
    }
}
