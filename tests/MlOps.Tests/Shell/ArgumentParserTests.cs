using MlOps.Shell.CommandLine;

namespace MlOps.Tests.Shell;

public class ArgumentParserTests
{
    [Fact]
    public void Options_have_pwshs_names_and_short_forms()
    {
        var arguments = ArgumentParser.Parse(["-nol", "-NoProfile", "-noni", "-NoExit", "-wd", "/tmp", "-ex", "Bypass", "-c", "Get-MlJob", "-First", "1"]);
        Assert.Equal(
            new ShellArguments
            {
                Action = ShellAction.Command,
                Command = "Get-MlJob -First 1",
                NoLogo = true,
                NonInteractive = true,
                NoExit = true,
                WorkingDirectory = "/tmp",
                ExecutionPolicy = "Bypass",
                FileArguments = arguments.FileArguments,
            },
            arguments);
    }

    [Fact]
    public void The_first_word_that_is_no_option_is_a_script()
    {
        var arguments = ArgumentParser.Parse(["-nop", "train.ps1", "-Name", "-c", "-X:$true", "-Y:", "z", "", "w"]);
        Assert.Equal((ShellAction.File, "train.ps1"), (arguments.Action, arguments.File));
        Assert.Equal([new("-Name", null), new("-c", null), new("-X", true), new("-Y", "z"), new(null, ""), new(null, "w")], arguments.FileArguments);
    }

    [Theory]
    [InlineData("-Command", "-")]
    [InlineData("-File", "-")]
    [InlineData("-")]
    public void A_dash_is_standard_input(params string[] words) => Assert.Equal(ShellAction.StandardInput, ArgumentParser.Parse(words).Action);

    [Theory]
    [InlineData("--version", ShellAction.Version)]
    [InlineData("-v", ShellAction.Version)]
    [InlineData("--help", ShellAction.Help)]
    [InlineData("-?", ShellAction.Help)]
    internal void Version_and_help_are_asked_for(string word, ShellAction expected) => Assert.Equal(expected, ArgumentParser.Parse([word]).Action);

    [Fact]
    public void Nothing_is_the_prompt() => Assert.Equal(ShellAction.Prompt, ArgumentParser.Parse([]).Action);
}
