namespace MlOps.Tests.Tuning;

/// <summary>How an objective is found by its name alone, and which patterns a search has.</summary>
public sealed class ObjectivePatternTests
{
    private static readonly Dictionary<string, string> s_none = [];

    private static double[] Read(string metric, string line) =>
        [.. new MetricPattern(metric, ObjectivePattern.Of(metric)).Match(new() { Provider = "Local", JobName = "x", Message = line }).Select(point => point.Value)];

    [Theory]
    [InlineData("val_loss=0.31", 0.31)]
    [InlineData("val_loss: 3.1e-2", 0.031)]
    [InlineData("{\"epoch\": 3, \"val_loss\": 0.31}", 0.31)]
    [InlineData("{'val_loss': 0.31}", 0.31)]
    [InlineData("val_loss 0.31", 0.31)]
    [InlineData("step 3, val_loss = -1.5E+3.", -1500)]
    [InlineData("8/8 - 1s - loss: 0.2 - val_loss: .5", 0.5)]
    [InlineData("[val_loss=2.]", 2)]
    [InlineData("loss=1 val_loss=2", 2)]
    [InlineData("best_val_loss=1 val_loss=2", 2)]
    [InlineData("val_loss\t7", 7)]
    public void A_value_is_found_after_the_name(string line, double value) => Assert.Equal([value], Read("val_loss", line));

    [Theory]
    [InlineData("val_loss=nan", double.NaN)]
    [InlineData("val_loss: NaN", double.NaN)]
    [InlineData("val_loss=inf", double.PositiveInfinity)]
    [InlineData("val_loss=-Infinity", double.NegativeInfinity)]
    public void What_is_no_number_or_has_no_end_is_read_too(string line, double value) => Assert.Equal([value], Read("val_loss", line));

    [Theory]
    [InlineData("best_val_loss=0.31")]
    [InlineData("best/val_loss=0.31")]
    [InlineData("best.val_loss=0.31")]
    [InlineData("best-val_loss=0.31")]
    [InlineData("val_loss_ema=0.31")]
    [InlineData("val_loss2")]
    [InlineData("val_loss improved from 0.4 to 0.31")]
    [InlineData("monitors val_loss, patience 3")]
    public void Another_name_or_a_word_is_not_the_value(string line) => Assert.Empty(Read("val_loss", line));

    [Fact]
    public void Two_values_in_a_line_are_two() => Assert.Equal([1, 2], Read("loss", "loss=1 loss=2"));

    [Theory]
    [InlineData("val/loss (top-1) [%]")]
    [InlineData("a.b*c+d?e|f^g$h\\i{1}")]
    public void Any_name_is_taken_letter_by_letter(string metric)
    {
        Assert.Equal([0.5], Read(metric, $"3: {metric}=0.5"));
        Assert.Empty(Read(metric, "3: aXbc+de=0.5"));
    }

    [Fact]
    public void A_pattern_is_made_when_none_is_given()
    {
        var (patterns, isMade) = ObjectivePattern.Choose("loss", s_none, canAdd: false);

        Assert.True(isMade);
        Assert.Equal(ObjectivePattern.Of("loss"), patterns["loss"]);
    }

    [Fact]
    public void A_pattern_that_is_given_stays()
    {
        Dictionary<string, string> given = new() { ["acc"] = "acc=(.+)", ["loss"] = "L(.+)" };

        Assert.Equal((given, false), ObjectivePattern.Choose("loss", given, canAdd: false));
    }

    [Fact]
    public void Patterns_without_the_objective_are_refused_with_the_one_that_was_meant()
    {
        var error = Assert.Throws<MlOpsException>(() => ObjectivePattern.Choose("val_loss", new Dictionary<string, string> { ["vall_oss"] = "(.+)" }, canAdd: false));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("'val_loss'", error.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean 'vall_oss'?", error.RecommendedAction);
    }

    [Fact]
    public void Patterns_of_an_earlier_job_get_one_for_the_objective()
    {
        var (patterns, isMade) = ObjectivePattern.Choose("loss", new Dictionary<string, string> { ["acc"] = "acc=(.+)" }, canAdd: true);

        Assert.True(isMade);
        Assert.Equal(["acc", "loss"], patterns.Keys);
    }

    [Fact]
    public void A_pattern_that_cannot_be_used_is_refused_at_once() =>
        Assert.Throws<MlOpsException>(() => ObjectivePattern.Choose("loss", new Dictionary<string, string> { ["loss"] = "loss=.+" }, canAdd: false));
}
