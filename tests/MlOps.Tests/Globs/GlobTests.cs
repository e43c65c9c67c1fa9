using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Globs;

public class GlobTests
{
    [Theory]
    [InlineData("logs/**", "logs/a", true)]
    [InlineData("logs/**", "logs/a/b/c", true)]
    [InlineData("logs/**", "logs", false)]
    [InlineData("logs/**", "old/logs/a", false)]
    [InlineData("logs/", "logs/a/b", true)]
    [InlineData("**/x", "x", true)]
    [InlineData("**/x", "a/b/x", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "a/xb", false)]
    [InlineData("**", "a/b", true)]
    [InlineData("*.pt", "a.pt", true)]
    [InlineData("*.pt", "checkpoints/1/a.pt", true)]
    [InlineData("/*.pt", "checkpoints/a.pt", false)]
    [InlineData("/*.pt", "a.pt", true)]
    [InlineData("logs/*", "logs/a/b", false)]
    [InlineData("logs/*", "logs/.hidden", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "a\U0001F600c", true)]
    [InlineData("x/a[.-0]c", "x/a/c", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[!a]", "\U0001F600", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[!]a]", "]", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[*]", "*", true)]
    [InlineData("[*]", "a", false)]
    [InlineData("[[]", "[", true)]
    [InlineData("[{]a[}]", "{a}", true)]
    [InlineData("{a,b}.pt", "b.pt", true)]
    [InlineData("{logs,model}/**", "model/x/y", true)]
    [InlineData("{a,b/{c,d}}/x", "b/d/x", true)]
    [InlineData("{a,b/{c,d}}/x", "b/x", false)]
    [InlineData("x{,y}", "x", true)]
    [InlineData("a,b", "a,b", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("A", "a", false)]
    [InlineData("a(b)+|c$", "a(b)+|c$", true)]
    [InlineData("a", "a\n", false)]
    public void A_pattern_matches_as_documented(string pattern, string path, bool expected) => Assert.Equal(expected, new Glob(pattern).Matches(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("./a")]
    [InlineData("..")]
    [InlineData("[a")]
    [InlineData("a[b/c]")]
    [InlineData("[]")]
    [InlineData("[!]")]
    [InlineData("[z-a]")]
    [InlineData("{a,b")]
    [InlineData("a}")]
    [InlineData("{,a}")]
    [InlineData(@"logs\a")]
    [InlineData(@"[\]a]")]
    public void A_pattern_that_cannot_be_meant_is_refused(string pattern) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => new Glob(pattern)).Code);

    [Fact]
    public void A_pattern_that_would_explode_is_refused()
    {
        Assert.Throws<MlOpsException>(() => new Glob(string.Concat(Enumerable.Repeat("{a,b}", 30))));
        Assert.Throws<MlOpsException>(() => new Glob(new string('{', 100_000)));
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/*a*/**/*a*/**/*a*/**/b")]
    public void Time_does_not_explode(string pattern)
    {
        var path = string.Concat(Enumerable.Repeat("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", 100)) + new string('a', 10_000);
        var clock = Stopwatch.StartNew();
        Assert.False(new Glob(pattern).Matches(path));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"It took {clock.Elapsed}.");
    }

    [Property(MaxTest = 5000)]
    public Property A_pattern_means_what_the_reference_says()
    {
        var piece = Gen.Elements("a", "b", ".", "*", "?", "[a-b]", "[!a-b]", "[!.-.]", "-");
        var segment = Gen.Frequency((4, piece.NonEmptyListOf().Resize(4).Select(string.Concat)), (1, Gen.Constant("**"))).Where(text => text is not ("." or ".."));
        var pattern = segment.NonEmptyListOf().Resize(4).Select(segments => string.Join('/', segments));
        var path = Gen.Elements("a", "b", "ab", "a.b", "-", "c", "abc", "..").NonEmptyListOf().Resize(5).Select(segments => string.Join('/', segments));
        return Prop.ForAll(pattern.ToArbitrary(), path.ToArbitrary(), (glob, text) => new Glob(glob).Matches(text) == ReferenceGlob.Matches(glob, text));
    }

    [Property(MaxTest = 1000)]
    public Property Braces_mean_each_of_their_texts()
    {
        var text = Gen.Elements("a", "b", "a/b", "*", "?", "**/a");
        var path = Gen.Elements("a", "b", "c").NonEmptyListOf().Resize(4).Select(segments => string.Join('/', segments));
        return Prop.ForAll(text.Three().ToArbitrary(), path.ToArbitrary(), (texts, candidate) =>
        {
            var (first, second, third) = texts;
            return new Glob($"c/{{{first},{{{second},{third}}}}}").Matches(candidate)
                == new[] { first, second, third }.Any(one => ReferenceGlob.Matches($"c/{one}", candidate));
        });
    }

    [Fact]
    public void A_set_includes_everything_unless_told_and_excludes_whatever_was_included()
    {
        Assert.True(GlobSet.Everything.Matches("a/b"));
        Assert.True(new GlobSet(["logs/**", "*.pt"], ["*.tmp"]).Matches("model/a.pt"));
        Assert.False(new GlobSet(["logs/**", "*.pt"], ["*.tmp"]).Matches("logs/a.tmp"));
        Assert.False(new GlobSet(["logs/**"], []).Matches("model/a"));
        Assert.False(new GlobSet([], ["logs/**"]).Matches("logs/a"));
    }
}
