using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Jobs;

public class JobNameTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("-a", "begins")]
    [InlineData("a-", "ends")]
    [InlineData("my_job", "character 3 is '_'")]
    [InlineData("my job", "character 3 is U+0020")]
    [InlineData("é", "U+00E9")]
    [InlineData("a\n", "U+000A")]
    [InlineData("a\U0001F600", "U+1F600")]
    [InlineData("../x", "character 1 is '.'")]
    public void A_name_that_breaks_the_rule_is_refused_with_the_place(string name, string fault)
    {
        var exception = Assert.Throws<MlOpsException>(() => JobName.Validate(name));
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Contains("63", exception.RecommendedAction, StringComparison.Ordinal);
        Assert.False(JobName.IsValid(name));
    }

    [Fact]
    public void A_name_has_63_characters_at_most()
    {
        JobName.Validate(new string('a', 63));
        Assert.Contains("64", Assert.Throws<MlOpsException>(() => JobName.Validate(new string('a', 64))).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 1000)]
    public Property The_rule_is_the_vendors_pattern()
    {
        var name = Gen.Elements('a', 'Z', '0', '-', '-', '_', 'é').ListOf().Select(characters => string.Concat(characters));
        return Prop.ForAll(name.ToArbitrary(), text => JobName.IsValid(text) == Regex.IsMatch(text, @"\A[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\z") || text.Length > 63);
    }
}
