using MlOps.Help.Model;
using MlOps.Help.Reading;
using MlOps.Help.Writing;

namespace MlOps.Tests.Help;

public class CommandReaderTests
{
    private static readonly IReadOnlyList<CommandHelp> s_commands = new CommandReader(typeof(SampleCommand).Assembly.Location).Read();

    private static CommandHelp Command => s_commands.Single(command => command.Name == "Open-Sample");

    private static string Page => MarkdownWriter.Write(s_commands)["Open-Sample.md"];

    [Fact]
    public void References_become_what_a_user_types() =>
        Assert.Equal("Opens a box; see Close-Sample and SampleKind.", Command.Synopsis.PlainText);

    [Fact]
    public void The_description_has_paragraphs_and_items() => Assert.Equal(
        [
            (false, "Loose text about -Name, -Id and $null."),
            (false, "With a link (https://example.com/) and a_b * <c>."),
            (true, "one"),
            (true, "two"),
        ],
        Command.Description.Select(block => (block.IsItem, block.PlainText)));

    [Fact]
    public void The_default_parameter_set_comes_first_and_shows_what_may_be_left_out() => Assert.Equal(
        [
            "Open-Sample [-Name] <String[]> [-Kind {Tea | Coffee}] [-Force] [-WhatIf] [-Confirm] [<CommonParameters>]",
            "Open-Sample -Id <Int32> [-Kind {Tea | Coffee}] [-Force] [-Name <String[]>] [-WhatIf] [-Confirm] [<CommonParameters>]",
        ],
        Command.Syntax.Select(syntax => syntax.Render(Command.Name)));

    [Fact]
    public void A_parameter_of_a_base_class_is_documented_there()
    {
        var name = Command.Parameters.Single(parameter => parameter.Name == "Name");
        Assert.Equal("Specifies the box's name.", name.Description.Single().PlainText);
        Assert.Equal(["Box", "Label"], name.Aliases);
        Assert.True(name.TakesWildcards);
        Assert.Equal("Replaced below.", Command.Parameters.Single(parameter => parameter.Name == "Force").Description.Single().PlainText);
    }

    [Fact]
    public void Remarks_values_and_defaults_of_a_parameter_are_read()
    {
        Assert.Equal(["Specifies the box's number.", "Counted from one."], Command.Parameters.Single(parameter => parameter.Name == "Id").Description.Select(block => block.PlainText));
        var kind = Command.Parameters.Single(parameter => parameter.Name == "Kind");
        Assert.Equal([("Tea", "A box for tea."), ("Coffee", null)], kind.AcceptedValues.Select(value => (value.Name, value.Description?.PlainText)));
        Assert.Equal("what the box says", kind.DefaultValue);
    }

    [Fact]
    public void Inputs_and_outputs_are_named()
    {
        Assert.Equal(["System.String", "System.Management.Automation.PSObject"], Command.Inputs.Select(input => input.Name));
        var output = Assert.Single(Command.Outputs);
        Assert.Equal("A kind of box.", output.Description.Single().PlainText);
    }

    [Fact]
    public void Code_keeps_its_lines_and_loses_the_comments_indentation()
    {
        Assert.Equal(["Open-Sample 'a' |\n    ForEach-Object { $_ }", "Open-Sample -Id 1 <# & #>"], Command.Examples.Select(example => example.Code));
        Assert.Equal("Opens it.", Command.Examples[0].Remarks.Single().PlainText);
        Assert.Empty(Command.Examples[1].Remarks);
    }

    [Fact]
    public void A_page_links_and_escapes()
    {
        Assert.Contains("see [Close-Sample](Close-Sample.md) and `SampleKind`.", Page, StringComparison.Ordinal);
        Assert.Contains(@"With a [link](https://example.com/) and a_b \* \<c\>.", Page, StringComparison.Ordinal);
        Assert.Contains("- [Boxes](https://example.com/boxes)", Page, StringComparison.Ordinal);
        Assert.Contains("| Parameter sets | ById |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_cmdlets_that_are_gone_are_removed()
    {
        using var folder = new Support.TemporaryFolder();
        folder.File("Gone.md", "old");
        PageFolder.Write(folder.Path, new Dictionary<string, string> { ["New.md"] = "new\n" });
        Assert.Equal(new Dictionary<string, string> { ["New.md"] = "new\n" }, PageFolder.Read(folder.Path));
    }
}
