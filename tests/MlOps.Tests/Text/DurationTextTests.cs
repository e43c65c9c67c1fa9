namespace MlOps.Tests.Text;

public class DurationTextTests
{
    [Theory]
    [InlineData("60", 60)]
    [InlineData("0.5", 0.5)]
    [InlineData("90m", 5400)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h 30m", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5H", 5400)]
    [InlineData("01:30:00", 5400)]
    [InlineData(" 30s ", 30)]
    public void A_duration_is_read_as_people_write_it(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5 weeks")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("99999999999d")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
