using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Specs;

/// <summary>The stand-in itself: in the specs of Fixtures, the first word of each test's name is what has to come of it.</summary>
public class StandInTests
{
    private static readonly string s_fixtures = Path.Combine(Repository.Project, "Specs", "Fixtures");

    [Fact]
    public async Task Every_test_of_the_fixture_passes_fails_or_is_skipped_as_its_name_says()
    {
        var file = Path.Combine(s_fixtures, "Outcomes.ps1");
        var tests = await SpecFile.DiscoverAsync(file);
        var (outcomes, session) = await SpecFile.RunAsync(file);

        session.Succeeded();
        Assert.Equal(tests.Select(test => test.Id).Order(), outcomes.Keys.Order());
        Assert.All(tests, test => Assert.Equal(test.Name.Split(" > ")[^1].Split(' ')[0], outcomes[test.Id].Outcome.ToLowerInvariant()));
    }

    [Fact]
    public async Task Names_are_those_of_the_blocks_with_the_data_of_the_case()
    {
        var names = (await SpecFile.DiscoverAsync(Path.Combine(s_fixtures, "Outcomes.ps1"))).Select(test => test.Name).ToList();

        Assert.Contains("cases > passed 1 and 2", names);
        Assert.Contains("cases > passed for a, 1 long", names);
        Assert.Contains("block b > nested > passed with the data of both", names);
        Assert.Contains("cases > passed where <nothing> is known", names);
    }

    [Fact]
    public async Task A_failure_says_what_was_wrong_and_where()
    {
        var file = Path.Combine(s_fixtures, "Messages.ps1");
        var tests = await SpecFile.DiscoverAsync(file);
        var (outcomes, _) = await SpecFile.RunAsync(file);
        var messages = tests.Select(test => outcomes[test.Id].Message.Split('\n')).ToList();

        Assert.Equal(["Expected 1 to Be 2, because of arithmetic.", "> 1 | Should -Be 2 -Because 'of arithmetic'", $"at {file}: line 3"], messages[0]);
        Assert.Equal("Expected @('a', 'b') not to Contain 'b'.", messages[1][0]);
        Assert.Equal("Expected { throw 'x' } to Throw 'y*', but the message was 'x', not like 'y*'.", messages[2][0]);
        Assert.StartsWith("The command cannot find a job", messages[3][0], StringComparison.Ordinal);
        Assert.Equal("too early", messages[4][0]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_test_that_says_why()
    {
        var test = Assert.Single(await SpecFile.DiscoverAsync(Path.Combine(s_fixtures, "Unreadable.ps1")));

        Assert.Equal("", test.Id);
        Assert.StartsWith("this file is broken", test.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_dies_leaves_what_came_before()
    {
        var (outcomes, session) = await SpecFile.RunAsync(Path.Combine(s_fixtures, "Dies.ps1"));

        Assert.Equal(["Passed"], outcomes.Values.Select(outcome => outcome.Outcome));
        Assert.Equal(7, session.ExitCode);
    }
}
