using MlOps.Help.Writing;
using MlOps.Tests.Support;

namespace MlOps.Tests.Help;

public class CmdletPagesTests
{
    [Fact]
    public void The_pages_say_what_the_code_says()
    {
        var expected = MarkdownWriter.Write(CmdletHelp.All);
        var committed = PageFolder.Read(Path.Combine(Repository.Root, "docs", "cmdlets"));

        var differing = expected.Keys.Union(committed.Keys).Where(page => expected.GetValueOrDefault(page) != committed.GetValueOrDefault(page)).Order();
        Assert.True(
            !differing.Any(),
            $"docs/cmdlets differs from the code in {string.Join(", ", differing)}. Write it anew with: dotnet build src/MlOps.Cmdlets -t:WriteCmdletPages");
    }
}
