using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Tests.SageMaker.Logs;

public class FilterPatternTests
{
    private const string Others = @"|[^\x09\x20-\x7e]%";

    [Theory]
    [InlineData("error", "%[Ee][Rr][Rr][Oo][Rr]")]
    [InlineData("nan|inf", "%[Nn][Aa][Nn]|[Ii][Nn][Ff]")]
    [InlineData("out of", @"%[Oo][Uu][Tt]\x20[Oo][Ff]")]
    [InlineData(@"^\[\d{1,3}%\]", @"%^\[\d{1,3}\x25\]")]
    [InlineData("1.5", "%1.5")]
    [InlineData(@"1\.5$", @"%1\.5$")]
    [InlineData(@"\berror\b", "%[Ee][Rr][Rr][Oo][Rr]")]
    [InlineData(@"loss=(\S+)", @"%[Ll][Oo][Ss][Ss]=\S+")]
    [InlineData(@"(?<name>[\d.e+-]+)", @"%[+\x2D\.0-9Ee]+")]
    [InlineData("[^0-9]x", @"%\D[Xx]")]
    [InlineData("[0-9]{4}", @"%\d{4,4}")]
    [InlineData("a{3,}", "%[Aa]+")]
    [InlineData("a{0,500}b", "%[Aa]*[Bb]")]
    [InlineData("a+?b*?", "%[Aa]+[Bb]*")]
    [InlineData("(?:a)", "%[Aa]")]
    [InlineData("[]x]", @"%[X\]x]")]
    [InlineData("[^a-f]", "%[^A-Fa-f]")]
    [InlineData("a{x", @"%[Aa]\{[Xx]")]
    [InlineData("\u212A", "%[Kk]")]
    [InlineData("日", @"%[^\x09\x20-\x7e]")]
    public void What_can_be_said_is_translated(string regex, string expected)
    {
        Assert.True(FilterPattern.TryTranslate(regex, out var pattern));

        // The characters of a class in the order of their codes are right however they are written.
        _ = new ReferenceFilterPattern(pattern);
        Assert.EndsWith(Others, pattern, StringComparison.Ordinal);
        Assert.Equal(expected.Replace(@"[+\x2D", @"[\+\x2D", StringComparison.Ordinal), pattern[..^Others.Length]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("^")]
    [InlineData("a|")]
    [InlineData("(a|b)c")]
    [InlineData("(ab)+")]
    [InlineData("(?-i)a")]
    [InlineData("(?i:a)")]
    [InlineData("(?=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData(@"(a)\1")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData(@"\")]
    [InlineData("*a")]
    [InlineData(@"\cA")]
    public void What_cannot_be_said_is_left_to_the_reader(string regex)
    {
        Assert.False(FilterPattern.TryTranslate(regex, out var pattern));
        Assert.Equal("", pattern);
    }

    [Fact]
    public void A_pattern_is_at_most_as_long_as_the_service_takes()
    {
        var fits = (1024 - "%%".Length - Others.Length + 1) / "[Aa]".Length;

        Assert.True(FilterPattern.TryTranslate(new('a', fits), out var pattern));
        Assert.True(pattern.Length <= 1024);
        Assert.False(FilterPattern.TryTranslate(new('a', fits + 1), out _));
    }

    [Theory]
    [InlineData("error: out", "\u001b[31mERROR\u001b[0m: out of memory")]
    [InlineData("^100%", "  99%\r100%|####|")]
    [InlineData("^second$", "first\r\nsecond\r\n")]
    [InlineData(@"^k\d", "\u212A\u0661")]
    [InlineData("loss", "\u202Eloss")]
    [InlineData("größe", "GRÖSSE und GRÖßE")]
    public void What_a_terminal_would_not_show_hides_no_line(string regex, string message) => AssertLosesNothing(regex, message);

    [Theory]
    [InlineData("error|nan", "epoch=3 loss=0.5", false)]
    [InlineData("error|nan", "loss=NaN", true)]
    [InlineData(@"loss=(\d+\.\d+)", "LOSS=0.25", true)]
    [InlineData(@"loss=(\d+\.\d+)", "loss=none", false)]
    [InlineData(@"^epoch\s+\d{2}\b", "epoch\t12", true)]
    [InlineData(@"^epoch\s+\d{2}\b", "an epoch 12", false)]
    public void Lines_that_do_not_match_stay_with_the_service(string regex, string message, bool expected)
    {
        Assert.True(FilterPattern.TryTranslate(regex, out var pattern));
        Assert.Equal(expected, new ReferenceFilterPattern(pattern).Matches(message));
    }

    [Property(MaxTest = 3000)]
    public Property No_line_that_matches_is_lost() => Prop.ForAll(Regexes().ToArbitrary(), Messages().ToArbitrary(), AssertLosesNothing);

    private static void AssertLosesNothing(string regex, string message)
    {
        if (!FilterPattern.TryTranslate(regex, out var pattern))
        {
            return;
        }

        var job = new MlJob { Provider = "SageMaker", Name = "job", Id = "job" };
        var filter = new LogFilter(regex, []);
        var isWanted = LogLines.Of(job, "job/algo-1-1", new() { Message = message }).Any(filter.Matches);
        var isFound = new ReferenceFilterPattern(pattern).Matches(message);
        Assert.True(isFound || !isWanted, $"{regex} matches a line of {message}, {pattern} does not.");
    }

    private static Gen<string> Regexes()
    {
        var atom = Gen.Elements(
            "a", "b", "k", "K", "s", "1", "2", "-", "=", "_", " ", "%", "~", "!", "é", "\u212A", "ſ", "#", "]", "}", "{",
            ".", @"\d", @"\D", @"\w", @"\W", @"\s", @"\S", @"\.", @"\-", @"\[", @"\t", @"\n", @"\x41", @"\u0062", @"\p{Lu}", @"\P{L}", @"\\", @"\$",
            "[ab]", "[^a]", "[a-c1]", "[^k-s]", @"[\d=]", @"[\W_]", "[]a]", "[^]b]", "[-a]", "[a-]", "[K]", @"[\s\S]", @"[^\x20-\x7e]");
        var between = Gen.Elements("^", "$", @"\b", @"\B", @"\A", @"\z", @"\Z");
        var repetition = Gen.Frequency((6, Gen.Constant("")), (4, Gen.Elements("*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "{0}", "{1,200}", "*?", "+?", "??", "{1,2}?")));
        var term = Gen.Frequency((8, Gen.Two(atom).Zip(repetition).Select(pair => pair.Item1.Item1 + pair.Item2)), (1, between));
        var sequence = term.ListOf().Resize(5).Select(string.Concat);
        var group = Gen.Elements("(", "(?:", "(?<n>").Zip(sequence).Select(pair => $"{pair.Item1}{pair.Item2})");
        var alternative = Gen.Frequency((4, sequence), (1, group.Zip(sequence).Select(pair => pair.Item1 + pair.Item2)));
        return alternative.NonEmptyListOf().Resize(3).Select(alternatives => string.Join('|', alternatives));
    }

    private static Gen<string> Messages()
    {
        var part = Gen.Frequency(
            (10, Gen.Elements("a", "A", "b", "B", "c", "k", "K", "s", "S", "1", "2", "3", "-", "=", "_", " ", "\t", "%", "~", "!", ".", "[", "]", "{", "}", "$", "#", "\\", "^")),
            (1, Gen.Elements("é", "É", "\u212A", "ſ", "\u0661", "\r", "\n", "\r\n", "\u001b[1m", "\u001b[0m", "\u202e", "\u007f", "\0", "日", "😀")));
        return part.ListOf().Resize(12).Select(string.Concat);
    }
}
