namespace MlOps.Tests;

public class NamePatternTests
{
    [Theory]
    [InlineData("*resnet*", "my-ResNet50", true)]
    [InlineData("resnet?", "resnet5", true)]
    [InlineData("resnet?", "resnet", false)]
    [InlineData("job-[0-3]", "job-2", true)]
    [InlineData("job-[0-3]", "job-7", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a[", "a[", true)]
    [InlineData("a`*b", "a*b", true)]
    [InlineData("a`*b", "axb", false)]
    public void A_pattern_matches_as_PowerShell_wildcards_do(string pattern, string name, bool expected) =>
        Assert.Equal(expected, NamePattern.Parse(pattern).Matches(name));

    [Fact]
    public void A_literal_name_has_no_wildcards() => Assert.False(NamePattern.Literal("a*").Matches("ab"));
}
