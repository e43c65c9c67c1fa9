using MlOps.Help.Model;

namespace MlOps.Help.Writing;

/// <summary>Writes a cmdlet's help as a page, and the index of all pages.</summary>
public static class MarkdownWriter
{
    private const string Notice = "<!-- Written from the code by `dotnet build src/MlOps.Cmdlets -t:WriteCmdletPages`: change the comments there. -->";

    /// <summary>Writes all pages.</summary>
    /// <param name="commands">The cmdlets.</param>
    /// <returns>The pages' text by file name.</returns>
    public static IReadOnlyDictionary<string, string> Write(IReadOnlyList<CommandHelp> commands)
    {
        var pages = commands.ToDictionary(command => $"{command.Name}.md", command => Text(Page(command)));
        pages.Add("README.md", Text(Index(commands)));
        return pages;
    }

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines).TrimEnd('\n') + "\n";

    private static IEnumerable<string> Index(IReadOnlyList<CommandHelp> commands) =>
    [
        "# Cmdlets", "", Notice, "",
        "`Get-Help` shows the same text in the shell.", "",
        "| Cmdlet | Does |", "| --- | --- |",
        .. commands.Select(command => $"| [{command.Name}]({command.Name}.md) | {MarkdownText.Line(command.Synopsis)} |"),
    ];

    private static IEnumerable<string> Page(CommandHelp command) =>
    [
        $"# {command.Name}", "", Notice, "",
        .. MarkdownText.Lines([command.Synopsis]),
        "## Syntax", "",
        .. command.Syntax.SelectMany(syntax => Syntax(command, syntax)),
        "## Description", "",
        .. MarkdownText.Lines(command.Description),
        "## Examples", "",
        .. command.Examples.SelectMany(Example),
        "## Parameters", "",
        .. command.Parameters.SelectMany(parameter => Parameter(command, parameter)),
        "### Common parameters", "", "`-Verbose`, `-ErrorAction` and the others that every cmdlet has: see `Get-Help about_CommonParameters`.", "",
        .. Types("## Inputs", command.Inputs),
        .. Types("## Outputs", command.Outputs),
        .. Links(command),
    ];

    private static IEnumerable<string> Syntax(CommandHelp command, SyntaxHelp syntax)
    {
        if (syntax.ParameterSet.Length > 0)
        {
            yield return $"### {syntax.ParameterSet}{(syntax.IsDefault ? " (default)" : "")}";
            yield return "";
        }

        yield return "```text";
        yield return syntax.Render(command.Name);
        yield return "```";
        yield return "";
    }

    private static IEnumerable<string> Example(ExampleHelp example) =>
        [$"### {MarkdownText.Escape(example.Title)}", "", "```powershell", .. example.Code.Split('\n'), "```", "", .. MarkdownText.Lines(example.Remarks)];

    private static IEnumerable<string> Parameter(CommandHelp command, ParameterHelp parameter)
    {
        var uses = command.Syntax.SelectMany(syntax => syntax.Parameters.Where(use => use.Parameter == parameter).Select(use => (syntax.ParameterSet, Use: use))).ToList();
        return
        [
            $"### -{parameter.Name}", "",
            .. MarkdownText.Lines(parameter.Description),
            .. parameter.AcceptedValues.Select(value => $"- {MarkdownText.Code(value.Name)}{(value.Description is { } description ? $": {MarkdownText.Line(description)}" : "")}"),
            .. parameter.AcceptedValues.Count > 0 ? [""] : Array.Empty<string>(),
            "| | |", "| --- | --- |",
            $"| Type | {MarkdownText.Code(parameter.TypeName)} |",
            .. parameter.Aliases.Count > 0 ? [$"| Aliases | {string.Join(", ", parameter.Aliases.Select(alias => MarkdownText.Code(alias)))} |"] : Array.Empty<string>(),
            .. uses.Count < command.Syntax.Count ? [$"| Parameter sets | {string.Join(", ", uses.Select(use => use.ParameterSet))} |"] : Array.Empty<string>(),
            $"| Required | {YesOrNo(uses.Exists(use => use.Use.IsMandatory))} |",
            $"| Position | {uses[0].Use.Position?.ToString() ?? "named"} |",
            .. parameter.DefaultValue.Length > 0 ? [$"| Default | {MarkdownText.Code(parameter.DefaultValue)} |"] : Array.Empty<string>(),
            $"| Pipeline input | {uses[0].Use.PipelineInput} |",
            $"| Wildcards | {YesOrNo(parameter.TakesWildcards)} |",
            "",
        ];
    }

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    private static IEnumerable<string> Types(string title, IReadOnlyList<TypeHelp> types) =>
    [
        title, "",
        .. types.Count == 0 ? ["None.", ""] : types.SelectMany(type => (IEnumerable<string>)[$"### {type.Name}", "", .. MarkdownText.Lines(type.Description)]),
    ];

    private static IEnumerable<string> Links(CommandHelp command) => command.Links.Count == 0
        ? []
        : ["## Related links", "", .. command.Links.Select(link => $"- {MarkdownText.Run(link)}")];
}
