using System.Management.Automation;
using System.Reflection;
using MlOps.Help.Model;

namespace MlOps.Help.Reading;

/// <summary>Reads the help of every cmdlet of an assembly from its types and its documentation comments.</summary>
public sealed class CommandReader
{
    private readonly List<Type> _types;
    private readonly DocumentationFolder _documentation;
    private readonly CommentText _text;
    private readonly ParameterReader _parameters;

    /// <summary>Prepares to read.</summary>
    /// <param name="path">The assembly of the cmdlets. The documentation of it and of what lies beside it is read.</param>
    public CommandReader(string path)
    {
        _documentation = new(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _types = [.. CmdletAssembly.Load(path).GetExportedTypes().Where(type => typeof(Cmdlet).IsAssignableFrom(type))];
        _text = new(_types.ToDictionary(type => type.FullName!, CommandName));
        _parameters = new(_documentation, _text);
    }

    /// <summary>Reads the help.</summary>
    /// <returns>The cmdlets by name.</returns>
    public IReadOnlyList<CommandHelp> Read() =>
        [.. _types.Where(type => CommandName(type).Length > 0).Select(Read).OrderBy(command => command.Name, StringComparer.Ordinal)];

    private static string CommandName(Type type) =>
        !type.IsAbstract && type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : "";

    private CommandHelp Read(Type type)
    {
        var comment = _documentation.ForType(type);
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        var parameters = _parameters.Read(type);
        return new()
        {
            Name = CommandName(type),
            Synopsis = _text.ReadLine(comment.Element("summary")),
            Description = _text.ReadBlocks(comment.Element("remarks")),
            Parameters = [.. parameters.Select(parameter => parameter.Help)],
            Syntax = SyntaxReader.Read(parameters, cmdlet.DefaultParameterSetName),
            Inputs = SyntaxReader.ReadInputs(parameters),
            Outputs = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Distinct().Select(ReadOutput)],
            Examples = [.. comment.Elements("example").Select(example => new ExampleHelp(
                _text.ReadLine(example.Element("title")).PlainText,
                CommentText.ReadCode(example.Element("code")),
                _text.ReadBlocks(example)))],
            Links = [.. comment.Elements("seealso").Select(_text.ReadLink)],
        };
    }

    private TypeHelp ReadOutput(PSTypeName output) =>
        new(output.Name, output.Type is { } type ? _text.ReadBlocks(_documentation.ForType(type).Element("summary")) : []);
}
