using System.Management.Automation;
using MlOps.Help.Model;

namespace MlOps.Help.Reading;

/// <summary>Reads the ways to call a cmdlet and what can be piped to it.</summary>
internal static class SyntaxReader
{
    /// <summary>Reads the parameter sets, the default one first.</summary>
    public static IReadOnlyList<SyntaxHelp> Read(IReadOnlyList<CommandParameter> parameters, string? defaultSet)
    {
        var sets = parameters.SelectMany(parameter => parameter.Attributes).Select(attribute => attribute.ParameterSetName)
            .Where(set => set != ParameterAttribute.AllParameterSets).Distinct().OrderBy(set => set != defaultSet).ToList();
        return sets.Count == 0
            ? [new("", IsDefault: true, Order(parameters, ParameterAttribute.AllParameterSets))]
            : [.. sets.Select(set => new SyntaxHelp(set, set == defaultSet, Order(parameters, set)))];
    }

    /// <summary>Reads what can be piped.</summary>
    public static IReadOnlyList<TypeHelp> ReadInputs(IReadOnlyList<CommandParameter> parameters)
    {
        var byValue = parameters.Where(parameter => parameter.Attributes.Any(attribute => attribute.ValueFromPipeline))
            .GroupBy(parameter => (parameter.Type.IsArray ? parameter.Type.GetElementType()! : parameter.Type).FullName!)
            .Select(group => new TypeHelp(group.Key, [Sentence("Is taken by ", group, "-", ".")]));
        var byName = parameters.Where(parameter => parameter.Attributes.Any(attribute => attribute.ValueFromPipelineByPropertyName)).ToList();
        return byName.Count == 0
            ? [.. byValue]
            : [.. byValue, new(typeof(PSObject).FullName!, [Sentence("Any object whose properties bear the names of parameters: ", byName, "", ".")])];
    }

    private static HelpBlock Sentence(string before, IEnumerable<CommandParameter> parameters, string prefix, string after)
    {
        var names = parameters.SelectMany((parameter, i) => new[] { new HelpRun(i == 0 ? "" : ", "), new HelpRun(prefix + parameter.Help.Name, HelpStyle.Code) });
        return new([new(before), .. names.Skip(1), new(after)]);
    }

    // As Get-Command -Syntax has it: by position, then what has to be given, then the rest.
    private static IReadOnlyList<SyntaxParameter> Order(IReadOnlyList<CommandParameter> parameters, string set) =>
        [.. parameters.SelectMany(parameter => parameter.Attributes
                .Where(attribute => attribute.ParameterSetName == set || attribute.ParameterSetName == ParameterAttribute.AllParameterSets)
                .Take(1)
                .Select(attribute => new SyntaxParameter(parameter.Help, attribute.Mandatory, attribute.Position == int.MinValue ? null : attribute.Position, PipelineInput(attribute))))
            .OrderBy(parameter => parameter.Position ?? int.MaxValue)
            .ThenBy(parameter => !parameter.IsMandatory)];

    private static string PipelineInput(ParameterAttribute attribute) => (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
