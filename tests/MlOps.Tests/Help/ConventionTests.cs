using System.Management.Automation;
using System.Management.Automation.Language;
using MlOps.Help.Model;

namespace MlOps.Tests.Help;

/// <summary>Every cmdlet's help is whole, and its examples are PowerShell that means something.</summary>
public class ConventionTests
{
    private static readonly IEnumerable<string> s_common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters.Except(["WhatIf", "Confirm"])];

    public static TheoryData<string> Names => CmdletHelp.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Synopsis_description_and_outputs_are_there(string name)
    {
        var command = CmdletHelp.Get(name);
        Assert.Matches(@"^\p{Lu}.+\.$", command.Synopsis.PlainText);
        Assert.NotEmpty(command.Description);
        Assert.All(command.Outputs, output => Assert.NotEmpty(output.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_documented(string name) =>
        Assert.All(CmdletHelp.Get(name).Parameters, parameter =>
        {
            Assert.True(parameter.Description.Count > 0, $"-{parameter.Name} has no <summary>.");
            Assert.Matches(@"^\p{Lu}.+\.$", parameter.Description[0].PlainText);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void There_are_two_examples_with_titles(string name)
    {
        var examples = CmdletHelp.Get(name).Examples;
        Assert.True(examples.Count >= 2, $"{name} has {examples.Count} examples.");
        Assert.All(examples, example =>
        {
            Assert.NotEmpty(example.Title);
            Assert.NotEmpty(example.Code);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_use_the_cmdlet_and_parameters_that_exist(string name)
    {
        var examples = CmdletHelp.Get(name).Examples;
        Assert.All(examples, example =>
        {
            var commands = Parse(example.Code);
            Assert.Contains(name, commands.Select(command => command.GetCommandName()), StringComparer.OrdinalIgnoreCase);
            Assert.All(commands, CheckParameters);
        });
    }

    private static List<CommandAst> Parse(string code)
    {
        var ast = Parser.ParseInput(code, out _, out var errors);
        Assert.True(errors.Length == 0, $"{code}\n{string.Join('\n', errors.Select(error => error.Message))}");
        return [.. ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];
    }

    private static void CheckParameters(CommandAst use)
    {
        var command = CmdletHelp.All.FirstOrDefault(candidate => string.Equals(candidate.Name, use.GetCommandName(), StringComparison.OrdinalIgnoreCase));
        if (command is null)
        {
            Assert.False(use.GetCommandName()?.Contains("-Ml", StringComparison.OrdinalIgnoreCase), $"There is no {use.GetCommandName()}.");
            return;
        }

        Assert.All(use.CommandElements.OfType<CommandParameterAst>(), parameter =>
            Assert.Contains(parameter.ParameterName, ParameterNames(command), StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> ParameterNames(CommandHelp command) =>
        [.. s_common, .. command.Parameters.SelectMany(parameter => (IEnumerable<string>)[parameter.Name, .. parameter.Aliases])];
}
