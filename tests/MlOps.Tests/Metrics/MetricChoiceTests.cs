namespace MlOps.Tests.Metrics;

public class MetricChoiceTests
{
    private static readonly MlJob s_job = new()
    {
        Provider = "Local",
        Name = "digits-1",
        Id = "1",
        MetricPattern = new Dictionary<string, string> { ["val_loss"] = "l=(.)", ["val_accuracy"] = "a=(.)" },
    };

    [Theory]
    [InlineData("*", "val_loss val_accuracy")]
    [InlineData("VAL_LOSS", "val_loss")]
    [InlineData("*acc*", "val_accuracy")]
    [InlineData("x*", "")]
    public void Metrics_are_chosen_by_name(string wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', MetricChoice.For(s_job, [], [NamePattern.Parse(wanted)]).Select(pattern => pattern.Name)));

    [Fact]
    public void Patterns_that_are_given_replace_the_jobs_own() =>
        Assert.Equal("speed", Assert.Single(MetricChoice.For(s_job, [new("speed", "s=(.)")], [])).Name);

    [Fact]
    public void A_job_without_patterns_is_an_error_that_says_how_to_give_one()
    {
        var error = Assert.Throws<MlOpsException>(() => MetricChoice.For(s_job with { MetricPattern = new Dictionary<string, string>() }, [], []));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("-Pattern", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_name_that_has_no_pattern_is_an_error_that_names_those_that_have()
    {
        var error = Assert.Throws<MlOpsException>(() => MetricChoice.For(s_job, [], [NamePattern.Parse("vla_loss")]));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("val_loss, val_accuracy", error.RecommendedAction, StringComparison.Ordinal);
    }
}
