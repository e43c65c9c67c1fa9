using MlOps.Tests.Fakes;

namespace MlOps.Tests.Tuning;

/// <summary>Searches are found by name, and a name that is none's is explained.</summary>
public sealed class TuningJobFinderTests
{
    private static readonly FakeProvider s_names = new("Local");

    private static FakeProvider Provider(Func<int, Exception?>? failure = null) => new("Local")
    {
        Polls = _ => [s_names.Job("tune-1") with { Kind = MlJobKind.Tuning }, s_names.Job("tune-1-7"), s_names.Job("other")],
        Failure = failure ?? (_ => null),
    };

    private static async Task<(string[] Found, MlOpsException[] Errors)> FindAsync(FakeProvider[] providers, params string[] names)
    {
        var answers = await TuningJobFinder.FindAsync(providers, new() { Names = [.. names.Select(NamePattern.Parse)] }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        return ([.. answers.Where(answer => answer.Value is not null).Select(answer => answer.Value!.Job.Name)], [.. answers.Where(answer => answer.Error is not null).Select(answer => answer.Error!)]);
    }

    [Fact]
    public async Task A_wildcard_fits_searches_only()
    {
        var (found, errors) = await FindAsync([Provider()], "*");

        Assert.Equal(["tune-1"], found);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_name_of_a_training_job_is_no_search_and_the_nearest_one_is_named()
    {
        var (found, errors) = await FindAsync([Provider()], "tune-1-7", "tune-1");

        Assert.Equal(["tune-1"], found);
        var error = Assert.Single(errors);
        Assert.Equal((ErrorCode.NotFound, "tune-1-7", "Did you mean 'tune-1'?"), (error.Code, error.Target, error.RecommendedAction));
        Assert.Contains("is no tuning job", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_said_once()
    {
        var error = Assert.Single((await FindAsync([Provider()], "tone-1")).Errors);

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("There is no job 'tone-1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_failed_may_have_it()
    {
        var error = Assert.Single((await FindAsync([Provider(_ => new MlOpsException(ErrorCode.Throttled, "Slow down."))], "other")).Errors);

        Assert.Equal(ErrorCode.Throttled, error.Code);
    }

    [Fact]
    public async Task Where_no_provider_can_be_asked_nothing_is_said() => Assert.Empty((await FindAsync([], "other")).Errors);
}
