using MlOps.Shell.Interactive;
using static System.ConsoleKey;

namespace MlOps.Tests.Shell;

public class LineEditorTests
{
    private readonly ScriptedTerminal _terminal = new(width: 20);

    [Fact]
    public void Text_is_edited_where_the_cursor_is()
    {
        _terminal.Type("world").Press(Home).Type("hello ").Press(RightArrow, Delete).Press(End).Type("!").Press(LeftArrow, Backspace).Press(Enter);
        Assert.Equal("hello wrl!", Read());
    }

    [Fact]
    public void Words_and_ends_of_the_line_are_deleted()
    {
        _terminal.Type("one two three four").Control(W).Control(LeftArrow).Control(LeftArrow).Control(U).Control(RightArrow).Control(K).Press(Enter);
        Assert.Equal("two", Read());
    }

    [Fact]
    public void One_step_is_one_visible_character()
    {
        _terminal.Type("a👩‍🔬é").Press(LeftArrow, Backspace).Press(Enter);
        Assert.Equal("aé", Read());
    }

    [Fact]
    public void Ctrl_C_gives_the_line_up_and_Ctrl_D_leaves_only_on_an_empty_one()
    {
        Assert.Equal(ReadOutcome.Cancelled, new LineEditor(new ScriptedTerminal().Type("x").Control(C)).ReadLine("> ").Outcome);
        Assert.Equal(ReadOutcome.EndOfInput, new LineEditor(new ScriptedTerminal().Control(D)).ReadLine("> ").Outcome);
        Assert.Equal("x", new LineEditor(new ScriptedTerminal().Type("xy").Press(LeftArrow).Control(D).Press(Enter)).ReadLine("> ").Text);
    }

    [Fact]
    public void History_is_walked_and_what_was_being_written_comes_back()
    {
        var history = new History(file: null);
        history.Add("first");
        history.Add("second");
        _terminal.Type("draft").Press(UpArrow, UpArrow, UpArrow, DownArrow, DownArrow).Type("!").Press(Enter);
        Assert.Equal("draft!", Read(history));
        Assert.Equal("first", new LineEditor(new ScriptedTerminal().Press(UpArrow, UpArrow, Enter), history).ReadLine("> ").Text);
    }

    [Fact]
    public void Tab_completes_what_the_candidates_share_and_then_lists_them()
    {
        _terminal.Type("get-mlj").Press(Tab, Tab).Type("L").Press(Tab, Enter);
        Assert.Equal("Get-MlJobLog", Read(complete: Complete));
        Assert.Contains("\r\nGet-MlJob\r\nGet-MlJobLog\r\n", _terminal.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_line_is_not_shown()
    {
        _terminal.Type("hunter2").Press(Enter);
        Assert.Equal("hunter2", new LineEditor(_terminal) { Masked = true }.ReadLine("> ").Text);
        Assert.DoesNotContain("hunter", _terminal.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_wraps_is_drawn_from_its_first_row()
    {
        // The prompt and 18 characters fill the row; the cursor goes to the next one, and the redraw begins one row up.
        _terminal.Type(new string('x', 18)).Type("y").Press(Enter);
        Assert.Equal(new string('x', 18) + "y", Read());
        Assert.Contains($"> {new string('x', 18)} \r\r", _terminal.Written, StringComparison.Ordinal);
        Assert.Contains($"\e[1A\r\e[J> {new string('x', 18)}y", _terminal.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_characters_and_coloured_prompts_keep_the_cursor_right()
    {
        _terminal.Type("世界").Press(LeftArrow, Enter);
        new LineEditor(_terminal).ReadLine("\e[32m>\e[0m ");
        Assert.Contains("\r\e[4C", _terminal.Written, StringComparison.Ordinal);
    }

    private static Completion Complete(string text, int cursor)
    {
        string[] names = ["Get-MlJob", "Get-MlJobLog"];
        return new(0, cursor, [.. names.Where(n => n.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select(n => new CompletionCandidate(n, n))]);
    }

    private string Read(History? history = null, Func<string, int, Completion>? complete = null) => new LineEditor(_terminal, history, complete).ReadLine("> ").Text;
}
