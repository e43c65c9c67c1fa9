using System.Xml.Linq;
using MlOps.Help.Model;

namespace MlOps.Help.Writing;

/// <summary>Writes the file that <c>Get-Help</c> reads.</summary>
public static class MamlWriter
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_items = "http://msh";

    /// <summary>Writes the help of the cmdlets.</summary>
    /// <param name="commands">The cmdlets.</param>
    /// <returns>The document.</returns>
    public static XDocument Write(IEnumerable<CommandHelp> commands) => new(
        new XDeclaration("1.0", "utf-8", null),
        new XElement(s_items + "helpItems", new XAttribute("schema", "maml"), commands.Select(Command)));

    private static XElement Command(CommandHelp command) => new(
        s_command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", s_maml),
        new XAttribute(XNamespace.Xmlns + "command", s_command),
        new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", command.Name),
            new XElement(s_command + "verb", command.Name.Split('-')[0]),
            new XElement(s_command + "noun", command.Name.Split('-')[1]),
            new XElement(s_maml + "description", Blocks([command.Synopsis]))),
        new XElement(s_maml + "description", Blocks(command.Description)),
        new XElement(s_command + "syntax", command.Syntax.Select(syntax => SyntaxItem(command, syntax))),
        new XElement(s_command + "parameters", command.Parameters.Select(parameter => Parameter(First(command, parameter), inSyntax: false))),
        new XElement(s_command + "inputTypes", command.Inputs.Select(type => TypeItem("inputType", type))),
        new XElement(s_command + "returnValues", command.Outputs.Select(type => TypeItem("returnValue", type))),
        new XElement(s_command + "examples", command.Examples.Select(Example)),
        new XElement(s_command + "relatedLinks", command.Links.Select(Link)));

    private static XElement SyntaxItem(CommandHelp command, SyntaxHelp syntax) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", command.Name),
        syntax.Parameters.Select(parameter => Parameter(parameter, inSyntax: true)));

    // What a parameter is outside of a parameter set is what the first set with it says.
    private static SyntaxParameter First(CommandHelp command, ParameterHelp parameter) =>
        command.Syntax.SelectMany(syntax => syntax.Parameters).First(candidate => candidate.Parameter == parameter);

    private static XElement Parameter(SyntaxParameter use, bool inSyntax)
    {
        var parameter = use.Parameter;
        return new(
            s_command + "parameter",
            new XAttribute("required", use.IsMandatory),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", parameter.TakesWildcards),
            new XAttribute("pipelineInput", use.PipelineInput),
            new XAttribute("position", use.Position?.ToString() ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            new XElement(s_maml + "description", Blocks(parameter.Description), Values(parameter)),
            Value(parameter, inSyntax),
            new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.TypeName), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", parameter.DefaultValue.Length > 0 ? parameter.DefaultValue : parameter.IsSwitch ? "False" : "None"));
    }

    private static XElement? Value(ParameterHelp parameter, bool inSyntax)
    {
        if (inSyntax && parameter.IsSwitch)
        {
            return null;
        }

        return inSyntax && parameter.AcceptedValues.Count > 0
            ? new(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(value => new XElement(s_command + "parameterValue", new XAttribute("required", "false"), value.Name)))
            : new(s_command + "parameterValue", new XAttribute("required", !parameter.IsSwitch), parameter.TypeName);
    }

    private static XElement? Values(ParameterHelp parameter) => parameter.AcceptedValues.Count == 0
        ? null
        : new(s_maml + "list", new XAttribute("class", "unordered"), parameter.AcceptedValues.Select(value =>
            ListItem(value.Description is { } description ? $"{value.Name}: {description.PlainText}" : value.Name)));

    private static XElement TypeItem(string name, TypeHelp type) => new(
        s_command + name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name), new XElement(s_maml + "uri")),
        new XElement(s_maml + "description", Blocks(type.Description)));

    private static XElement Example(ExampleHelp example, int index) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"---------- Example {index + 1}: {example.Title} ----------"),
        new XElement(s_dev + "code", example.Code),
        new XElement(s_dev + "remarks", Blocks(example.Remarks), EmptyLine()));

    private static XElement Link(HelpRun link) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Text),
        new XElement(s_maml + "uri", link.Style == HelpStyle.Link ? link.Target : ""));

    private static IEnumerable<XElement> Blocks(IReadOnlyList<HelpBlock> blocks)
    {
        var items = new List<HelpBlock>();
        foreach (var block in blocks)
        {
            if (block.IsItem)
            {
                items.Add(block);
                continue;
            }

            if (items.Count > 0)
            {
                yield return List(items);
                yield return EmptyLine();
                items.Clear();
            }

            yield return new XElement(s_maml + "para", block.PlainText);
        }

        if (items.Count > 0)
        {
            yield return List(items);
        }
    }

    // The engine sets paragraphs apart from each other, but not from what comes before or after.
    private static XElement EmptyLine() => new(s_maml + "para");

    private static XElement List(IEnumerable<HelpBlock> items) =>
        new(s_maml + "list", new XAttribute("class", "unordered"), items.Select(item => ListItem(item.PlainText)));

    private static XElement ListItem(string text) => new(s_maml + "listItem", new XElement(s_maml + "para", text));
}
