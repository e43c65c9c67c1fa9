namespace MlOps.Tests.Files;

public sealed class SafePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("a/b.c/…d")]
    [InlineData("..a/b..")]
    [InlineData("a b/-c")]
    public void An_honest_name_stays_as_it_is(string name) =>
        Assert.Equal(_folder[name.Split('/')], SafePath.Resolve(_folder.Path, name));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/..")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(@"..\a")]
    [InlineData(@"a\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31m")]
    [InlineData("a\u0085")]
    public void A_hostile_name_is_refused(string name)
    {
        var exception = Assert.Throws<MlOpsException>(() => SafePath.Resolve(_folder.Path, name));
        Assert.Equal(ErrorCode.Corrupt, exception.Code);
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("a/nul.txt")]
    [InlineData("a/COM1 .x")]
    [InlineData("a:b")]
    [InlineData("C:/x")]
    [InlineData("a./b")]
    [InlineData("a ")]
    public void A_name_that_Windows_reads_otherwise_is_refused_there(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Throws<MlOpsException>(() => SafePath.Resolve(_folder.Path, name));
        }
        else
        {
            Assert.Equal(_folder[name.Split('/')], SafePath.Resolve(_folder.Path, name));
        }
    }

    [Fact]
    public void A_link_that_leaves_the_folder_is_refused_however_it_does()
    {
        Directory.CreateDirectory(_folder["in", "sub"]);
        Directory.CreateDirectory(_folder["out"]);
        Directory.CreateSymbolicLink(_folder["in", "absolute"], _folder["out"]);
        Directory.CreateSymbolicLink(_folder["in", "relative"], "../out");
        Directory.CreateSymbolicLink(_folder["in", "chained"], "sub/../relative/deeper");
        Directory.CreateSymbolicLink(_folder["in", "dangling"], "../nowhere");
        Directory.CreateSymbolicLink(_folder["in", "sibling"], "../in2");
        Directory.CreateSymbolicLink(_folder["in", "circle"], "circle");

        foreach (var link in new[] { "absolute", "relative", "chained", "dangling", "sibling", "circle" })
        {
            var exception = Assert.Throws<MlOpsException>(() => SafePath.Resolve(_folder["in"], $"{link}/file"));
            Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        }
    }

    [Fact]
    public void A_link_inside_of_the_folder_and_a_link_as_the_folder_are_fine()
    {
        Directory.CreateDirectory(_folder["in", "sub"]);
        Directory.CreateSymbolicLink(_folder["in", "link"], "sub");
        Directory.CreateSymbolicLink(_folder["to-in"], "in");
        Assert.Equal(_folder["in", "link", "file"], SafePath.Resolve(_folder["in"], "link/file"));
        Assert.Equal(_folder["to-in", "link", "file"], SafePath.Resolve(_folder["to-in"], "link/file"));
    }
}
