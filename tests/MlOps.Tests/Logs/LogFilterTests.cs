namespace MlOps.Tests.Logs;

public class LogFilterTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("LOSS=", true)]
    [InlineData("^loss", false)]
    public void A_line_is_chosen_by_pattern_in_any_case(string? pattern, bool expected) =>
        Assert.Equal(expected, new LogFilter(pattern, []).Matches(Line("val_loss=0.5")));

    [Fact]
    public void A_line_is_chosen_by_its_stream()
    {
        var filter = new LogFilter(null, [MlLogStream.Stderr]);

        Assert.False(filter.Matches(Line("a")));
        Assert.True(filter.Matches(Line("a") with { Stream = MlLogStream.Stderr }));
    }

    [Fact]
    public void A_wrong_pattern_is_refused_before_anything_is_read() =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => new LogFilter("(", [])).Code);

    private static MlLogEvent Line(string message) => new() { Provider = "Local", JobName = "a", Message = message, Stream = MlLogStream.Stdout };
}
