using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Text;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain\ttext é 日本", "plain\ttext é 日本")]
    [InlineData("\u001b[1;31mred\u001b[0m", "red")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u009d0;title\u009ctext", "text")]
    [InlineData("\u001bPq#0\u001b\\text", "text")]
    [InlineData("\u001b(Btext\u001b7", "text")]
    [InlineData("\u001b[31", "")]
    [InlineData("\u001b]0;never ended", "")]
    [InlineData("\u001b]0;cut\u001b[31mtext", "text")]
    [InlineData("\u001b[3\nm", "\u240am")]
    [InlineData("a\u0007b\u0000c", "a\u2407b\u2400c")]
    [InlineData("a\u007fb\u0085c", "a\ufffdb\ufffdc")]
    [InlineData("a\u001b", "a\u241b")]
    [InlineData("\u001bé", "\u241bé")]
    [InlineData("10%\r20%\r30%", "30%")]
    [InlineData("line\r", "line")]
    [InlineData("10%\r20%\r\u001b[K\r", "20%")]
    [InlineData("a\u202eb\u2066c\u2069", "abc")]
    [InlineData("", "")]
    public void Text_from_elsewhere_is_made_safe(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));

    [Fact]
    public void Text_that_needs_no_change_is_returned_as_it_is()
    {
        var text = string.Concat("epoch=3\t", "val_loss=0.5");
        Assert.Same(text, TerminalText.Clean(text));
    }

    [Property(MaxTest = 2000)]
    public Property The_result_has_no_control_character_but_the_tab()
    {
        var character = Gen.OneOf(
            Gen.Choose(0, 0xA0).Select(code => (char)code),
            Gen.Elements('\u001b', '\u009b', '\u009d', '[', ']', 'P', '\\', '\a', '\r', ';', 'm', '\u202e', '\u2067', 'é'));
        return Prop.ForAll(character.ListOf().Select(characters => string.Concat(characters)).ToArbitrary(), text =>
        {
            var clean = TerminalText.Clean(text);
            return clean.All(c => c == '\t' || !char.IsControl(c)) && !clean.Contains('\u202e', StringComparison.Ordinal) && TerminalText.Clean(clean) == clean;
        });
    }

    [Theory]
    [InlineData("\u001b]")]
    [InlineData("\u001b[")]
    [InlineData("\u001b")]
    [InlineData("a\r")]
    [InlineData("\u009d")]
    public void A_hostile_line_takes_linear_time(string part)
    {
        var line = string.Concat(Enumerable.Repeat(part, 2_000_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TerminalText.Clean(line);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }
}
