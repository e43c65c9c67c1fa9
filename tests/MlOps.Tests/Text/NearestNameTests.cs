namespace MlOps.Tests.Text;

public class NearestNameTests
{
    [Theory]
    [InlineData("digist-1", "digits-1")]
    [InlineData("DIGITS1", "digits-1")]
    [InlineData("resnet5", "resnet50")]
    [InlineData("x", null)]
    [InlineData("something-else", null)]
    public void The_nearest_name_is_the_one_that_was_probably_meant(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["a", "digits-12", "digits-1", "resnet50"]));

    [Fact]
    public void Of_equally_near_names_the_first_is_taken() => Assert.Equal("job-2", NearestName.Find("job-9", ["job-2", "job-1"]));
}
