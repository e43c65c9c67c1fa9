using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;

namespace MlOps.Tests.Sources;

public class IgnoreGlobTests
{
    // The same pattern as a regular expression, which tries every way.
    [Property(MaxTest = 2000)]
    public void It_agrees_with_a_regular_expression(int seed)
    {
        var random = new Random(seed);
        var (pattern, regex) = ("", "");
        for (var i = random.Next(1, 10); i > 0; i--)
        {
            var (part, same) = random.Next(9) switch
            {
                0 or 1 => ("*", "[^/]*"),
                2 => ("?", "[^/]"),
                3 => ("[!a]", "[^/a]"),
                4 when pattern.Length == 0 || pattern.EndsWith('/') => ("**/", "(?:.*/)?"),
                5 or 6 => ("/", "/"),
                _ => random.Next(2) == 0 ? ("a", "a") : ("b", "b"),
            };
            if (part[0] == '*' && pattern.EndsWith('*'))
            {
                continue;
            }

            pattern += part;
            regex += same;
        }

        var text = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => "aab/"[random.Next(4)])).Trim('/');
        while (text.Contains("//", StringComparison.Ordinal))
        {
            text = text.Replace("//", "/", StringComparison.Ordinal);
        }

        var glob = IgnoreGlob.Parse(Encoding.UTF8.GetBytes(pattern))!;
        Assert.True(Regex.IsMatch(text, $"^(?:{regex})\\z") == glob.IsMatch(Encoding.UTF8.GetBytes(text)), $"'{pattern}' and '{text}'");
    }

    [Fact]
    public void A_pattern_that_can_match_in_very_many_ways_is_done_soon()
    {
        var glob = IgnoreGlob.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("**/*a*/", 40)) + "b"))!;
        Assert.False(glob.IsMatch(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aaaa/", 200)) + "c")));
    }
}
