using System.Text;

namespace MlOps.Tests.Sources;

public class IgnoreRulesTests
{
    /// <summary>The content of a file of patterns; what it leaves out; what it does not. A path with a slash at its end is a folder. All as git 2.39 has it.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        // Names anywhere, paths from the folder.
        { "a", "a|a/|b/a|b/a/x", "ab" },
        { "/a", "a|a/x", "b/a" },
        { "b/a", "b/a|b/a/x", "c/b/a" },
        { "/b/a", "b/a", "c/b/a" },
        { "a/", "a/|b/a/|a/x", "a|b/a" },
        { "/a/", "a/x", "a|b/a/x" },
        { "b/a/", "b/a/", "b/a|c/b/a/" },
        { "a b", "a b", "a|b" },
        { "A", "A", "a" },
        // Blank lines, comments, line ends.
        { "", "", "a" },
        { "\n\na", "a", "" },
        { "# a", "", "# a|a" },
        { "#a\nb", "b", "#a" },
        { "\\#a", "#a", "a" },
        { "!a", "", "a|!a" },
        { "\\!a", "!a", "a" },
        { "a\r\nb\r", "a|b", "" },
        { "a\r\r\n", "a\r", "a" },
        { "\uFEFFa", "a", "" },
        { "b\n\uFEFFa", "\uFEFFa", "a" },
        { "/", "", "a|a/" },
        { "//", "", "a" },
        { "//a", "", "a" },
        { "!", "", "a|!" },
        // Spaces.
        { "a ", "a", "a " },
        { "a   \nb", "a|b", "" },
        { "a\\ ", "a ", "a" },
        { "a\\  ", "a ", "a  |a" },
        { "a b", "a b", "a" },
        { " a", " a", "a" },
        { "a\t", "a\t", "a" },
        { "a \r\n", "a", "" },
        { "a/ ", "a/", "a" },
        { "   ", "", "a|   " },
        // The last pattern wins.
        { "a\n!a", "", "a" },
        { "!a\na", "a", "" },
        { "*\n!a", "b|a/b|b/a", "a|a/" },
        { "*\n!*/\n!*.py", "b/a.txt", "a.py|b/a.py" },
        { "a/\n!a/b", "a/b|a/c", "" },
        { "a/*\n!a/b", "a/c", "a/b|a/b/c" },
        { "/*\n!/a\n/a/*\n!/a/b", "a/c|b", "a/b/x" },
        { "*.py\n!/a.py", "b/a.py", "a.py" },
        { "a\n!a/", "a", "a/|a/b" },
        { "a**\n!ab", "ac", "ab" },
        // Stars.
        { "*", "a|.a|a/b", "" },
        { "*.py", "a.py|.py|b/a.py", "a.pyc" },
        { "a*", "a|ab|b/ab", "ba" },
        { "*a*b", "xaxb|ab|aab", "axbx" },
        { "/*.py", "a.py", "b/a.py" },
        { "b/*.py", "b/a.py|b/.py", "b/c/a.py" },
        { "b/*", "b/a|b/c/a", "b/|b" },
        { "*/a", "b/a", "a|c/b/a" },
        { "*/", "a/|b/a/", "a" },
        { "b*/a", "b/a|bc/a", "b/c/a" },
        { "/b*a", "bxa", "b/a" },
        { "*a*/b*c", "xay/bzc|xay/bc/d", "xy/bc" },
        { "a*a*a*a*a*a*a*a*a*a*b", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        // Question marks are one byte.
        { "?", "a|b/a", "ab" },
        { "a?b", "axb", "ab" },
        { "b/a?c", "b/axc", "b/a/c" },
        { "a?", "ab", "aé" },
        { "a??", "aé", "" },
        { "????", "😀", "" },
        // Sets.
        { "[ab]", "a|b", "c" },
        { "[a-c]x", "ax|cx", "dx" },
        { "[!a]", "b", "a" },
        { "[^a]", "b", "a" },
        { "[]]", "]", "a" },
        { "[!]]", "a", "]" },
        { "[]-a]", "]|^|a", "b" },
        { "[a-]", "a|-", "b" },
        { "[-a]", "a|-", "b" },
        { "[a-c-e]", "b|-|e", "d" },
        { "[\\]]", "]", "\\" },
        { "[a\\-c]", "a|-|c", "b" },
        { "[\\a-c]", "b", "\\" },
        { "[c-a]", "c", "a|b" },
        { "[a", "", "[a|a" },
        { "[]", "", "[]|]" },
        { "[!", "", "[!|a" },
        { "[a\\", "", "a" },
        { "x[a-", "", "xa|x-" },
        { "[[:alpha:]]", "a|Z", "1|é" },
        { "[[:digit:]x]", "1|x", "a" },
        { "[![:digit:]]", "a", "1" },
        { "[[:alnum:]-z]", "a|-|z", "{" },
        { "[[:upper:][:space:]]", "A| ", "\v|a" },
        { "[[:bogus:]]", "", "b|[[:bogus:]]" },
        { "[[:alpha:]", "", "a" },
        { "[[:]x", "[x|:x", "ax" },
        { "[[:a]", "[|:|a", "" },
        { "[[:alpha]", "[|:|p|h", "z" },
        { "[[:punct:]]", "!|_", "a" },
        { "[[:xdigit:]]", "f", "G" },
        { "[[:blank:]]a", " a|\ta", "" },
        { "[[:cntrl:]]", "\u0001", "a" },
        { "[[:graph:]]", "a|!", "" },
        { "[[:print:]]", " |a", "" },
        { "[[:lower:]]", "a", "A" },
        { "b[/]a", "", "b/a" },
        { "b[!x]a", "bya", "b/a" },
        { "b/[!x]a", "b/ya", "b/xa" },
        { "[é]x", "", "\u00e9x" },
        // Two stars.
        { "**", "a|b/a", "" },
        { "**/a", "a|b/a|c/b/a|b/a/x", "ba" },
        { "**/b/a", "b/a|c/b/a", "c/xb/a" },
        { "b/**", "b/a|b/c/a", "b|b/|c/b/a" },
        { "b/**/a", "b/a|b/c/a|b/c/d/a", "b/ca|c/b/a" },
        { "**/b/**", "b/a|c/b/a", "b" },
        { "**/**/a", "a|c/b/a", "" },
        { "b/**/**/a", "b/a|b/c/d/a", "" },
        { "/**", "a|b/a", "" },
        { "/**/a", "a|b/a", "" },
        { "**/", "a/|a/b", "a" },
        { "b/**/", "b/a/", "b/|b/a" },
        { "**a", "a|ba|c/ba", "" },
        { "b/**a", "b/a|b/xa", "b/c/a" },
        { "b**/a", "b/a|bx/a|b/c/a|ba", "" },
        { "x/b**/a", "x/b/a|x/bx/a|x/ba|x/b/c/a", "" },
        { "?/b**/a", "x/b/a|x/bx/a", "x/ba|x/b/c/a" },
        { "a**b", "axb|ab|c/axb", "" },
        { "/a**b", "axb", "a/b" },
        { "***/a", "a|c/b/a", "" },
        { "b/***/a", "b/a|b/c/d/a", "" },
        { "b/**\\/a", "b/c/a", "b/a" },
        { "**/a/**/b/**/c", "a/b/c|x/a/y/b/z/c", "a/c" },
        { "**/*a/b", "a/b|x/ya/b", "x/a/c" },
        { "b/**/*.py", "b/a.py|b/c/d/a.py", "a.py" },
        { "/**/*a*/**/*b*/**/c", "a/b/a/b/a/b/a/b/c", "b/a/c" },
        // Backslashes.
        { "\\a", "a", "\\a" },
        { "a\\", "", "a|a\\" },
        { "\\*", "*", "a" },
        { "\\?", "?", "a" },
        { "\\[a]", "[a]", "a" },
        { "\\\\", "\\", "" },
        { "b\\/a", "b/a", "" },
        { "a\\/", "", "a/" },
        { "*\\", "", "a|a\\" },
        { "*\\a", "ba|b\\a", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Patterns_leave_out_what_git_leaves_out(string patterns, string ignored, string listed)
    {
        var rules = IgnoreRules.None.With(Encoding.UTF8.GetBytes(patterns), 0);
        Assert.All(Split(ignored), path => Assert.True(IsLeftOut(rules, path), path));
        Assert.All(Split(listed), path => Assert.False(IsLeftOut(rules, path), path));

        static string[] Split(string paths) => paths.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void What_is_below_wins_over_what_is_above_and_counts_from_its_own_folder()
    {
        var above = IgnoreRules.None.With("*.log\n/b/x\n/y"u8, 0);
        var below = above.With("!a.log\n/y"u8, "b/"u8.Length);
        Assert.True(above.IsIgnored("b/a.log"u8, isFolder: false));
        Assert.False(below.IsIgnored("b/a.log"u8, isFolder: false));
        Assert.True(below.IsIgnored("b/c.log"u8, isFolder: false));
        Assert.True(below.IsIgnored("b/x"u8, isFolder: false));
        Assert.True(below.IsIgnored("b/y"u8, isFolder: false));
        Assert.False(below.IsIgnored("b/c/y"u8, isFolder: false));
    }

    [Fact]
    public void What_is_after_a_zero_byte_in_a_line_does_not_count()
    {
        var rules = IgnoreRules.None.With("a\0b\nc"u8, 0);
        Assert.True(IsLeftOut(rules, "a"));
        Assert.True(IsLeftOut(rules, "c"));
    }

    // As SourceTree asks: from the top down, and nothing below a folder that is left out.
    private static bool IsLeftOut(IgnoreRules rules, string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0 && slash < path.Length - 1; slash = path.IndexOf('/', slash + 1))
        {
            if (rules.IsIgnored(Encoding.UTF8.GetBytes(path[..slash]), isFolder: true))
            {
                return true;
            }
        }

        return rules.IsIgnored(Encoding.UTF8.GetBytes(path.TrimEnd('/')), path.EndsWith('/'));
    }
}
