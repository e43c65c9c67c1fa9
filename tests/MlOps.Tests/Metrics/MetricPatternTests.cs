using System.Globalization;

namespace MlOps.Tests.Metrics;

public class MetricPatternTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_point_has_what_the_line_says()
    {
        var point = Assert.Single(Match(@"val_loss=([\d.]+)", "epoch=3 step 120/400 val_loss=0.2134 val_accuracy=0.941"));
        Assert.Equal(
            new MlMetricPoint { Provider = "Local", JobName = "digits", Name = "m", Step = 120, Epoch = 3, Time = Time, Instance = "1", Value = 0.2134 },
            point);
    }

    [Theory]
    [InlineData("loss=1e-3", 0.001)]
    [InlineData("loss=.5", 0.5)]
    [InlineData("loss=+0.5", 0.5)]
    [InlineData("loss=-2E+2", -200)]
    [InlineData("loss=nan", double.NaN)]
    [InlineData("loss=NaN", double.NaN)]
    [InlineData("loss=inf", double.PositiveInfinity)]
    [InlineData("loss=-Infinity", double.NegativeInfinity)]
    [InlineData("loss=-inf", double.NegativeInfinity)]
    public void A_value_is_read_the_same_in_every_culture(string line, double expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "", "de-DE", "fa-IR" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(expected, Assert.Single(Match(@"loss=(\S+)", line)).Value);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("loss=1,5")]
    [InlineData("loss=abc")]
    [InlineData("loss=0x10")]
    [InlineData("gain=1")]
    public void What_is_no_number_is_passed_over(string line) => Assert.Empty(Match(@"loss=(\S+)", line));

    [Fact]
    public void Each_match_on_a_line_is_a_point() =>
        Assert.Equal([1, 3], Match(@"loss=(\S+)", "loss=1 loss=x loss=3").Select(point => point.Value));

    [Fact]
    public void The_group_named_value_wins_over_the_first() =>
        Assert.Equal(2, Assert.Single(Match(@"(\d) (?<value>\d)", "1 2")).Value);

    [Fact]
    public void Named_groups_win_over_the_words_on_the_line()
    {
        var point = Assert.Single(Match(@"it (?<step>\d+) ep (?<epoch>\d+) loss=([\d.]+)", "step=9 epoch=9 it 1 ep 2 loss=0.5"));
        Assert.Equal((1, 2, 0.5), (point.Step, point.Epoch, point.Value));
    }

    [Theory]
    [InlineData("step=12", 12)]
    [InlineData("global_step: 12", 12)]
    [InlineData("Step 12/100", 12)]
    [InlineData("STEP [12/100]", 12)]
    [InlineData("'step': 12.0,", 12)]
    [InlineData("done step 12.", 12)]
    [InlineData("global-step 12", 12)]
    [InlineData("timestep=12", null)]
    [InlineData("step_size=12", null)]
    [InlineData("steps=12", null)]
    [InlineData("step=0.5", null)]
    [InlineData("step=12%", null)]
    [InlineData("step=99999999999999999999", null)]
    [InlineData("step", null)]
    public void The_step_is_taken_from_the_line(string text, int? expected) =>
        Assert.Equal((long?)expected, Assert.Single(Match(@"loss=(\S+)", $"{text} loss=1")).Step);

    [Theory]
    [InlineData("epoch=3", 3)]
    [InlineData("Epoch [3/10]", 3)]
    [InlineData("{\"epoch\": 3,", 3)]
    [InlineData("Epoch 3: 45%|", 3)]
    [InlineData("epoch_time=3", null)]
    [InlineData("epoch=3.5", null)]
    public void The_epoch_is_taken_from_the_line(string text, int? expected) =>
        Assert.Equal((long?)expected, Assert.Single(Match(@"loss=(\S+)", $"{text} loss=1")).Epoch);

    [Theory]
    [InlineData("", "(x)")]
    [InlineData("m", "(")]
    [InlineData("m", "loss=[0-9]+")]
    [InlineData("m", "(?:loss)=(?<step>[0-9]+)")]
    public void A_pattern_that_cannot_give_a_value_is_refused(string name, string pattern) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => new MetricPattern(name, pattern)).Code);

    [Fact]
    public void Look_around_works() => Assert.Equal(5, Assert.Single(Match(@"(?<=loss=)(\d+)", "loss=5")).Value);

    [Fact]
    public void Nested_repetition_is_harmless() => Assert.Empty(Match("(a+)+b", new string('a', 100_000)));

    [Fact]
    public void A_pattern_that_takes_for_ever_is_an_error_that_names_it()
    {
        var exception = Assert.Throws<MlOpsException>(() => Match(@"(?=x)?((a+)+)+b\1", new string('a', 100)));
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("'m'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(@"((a+)+)+b\1", exception.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<MlMetricPoint> Match(string pattern, string message) => new MetricPattern("m", pattern).Match(Line(message));

    private static MlLogEvent Line(string message) => new() { Provider = "Local", JobName = "digits", Time = Time, Instance = "1", Message = message };
}
