using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using MlOps.Help.Model;

namespace MlOps.Help.Reading;

/// <summary>Reads the parameters of a cmdlet, those of its base classes included.</summary>
internal sealed class ParameterReader(DocumentationFolder documentation, CommentText text)
{
    private const string Accessors = "Gets or sets ";

    private static readonly CommandParameter s_whatIf = ShouldProcessParameter("WhatIf", "wi", "Shows what would happen if the command ran. Nothing is changed.");

    private static readonly CommandParameter s_confirm = ShouldProcessParameter("Confirm", "cf", "Asks for confirmation before anything is changed.");

    /// <summary>Reads the parameters in the order in which they are declared, those of the cmdlet before those of its base classes.</summary>
    public IReadOnlyList<CommandParameter> Read(Type cmdlet)
    {
        var declared = cmdlet.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.IsDefined(typeof(ParameterAttribute)))
            .OrderByDescending(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(Read);
        return [.. declared, .. cmdlet.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess ? [s_whatIf, s_confirm] : Array.Empty<CommandParameter>()];
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static CommandParameter ShouldProcessParameter(string name, string alias, string description) => new(
        typeof(SwitchParameter),
        new() { Name = name, TypeName = nameof(SwitchParameter), IsSwitch = true, Aliases = [alias], Description = [new([new(description)])] },
        [new ParameterAttribute()]);

    private CommandParameter Read(PropertyInfo property)
    {
        var comment = documentation.ForMember(property.DeclaringType!, property.Name, 'P');
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var help = new ParameterHelp
        {
            Name = property.Name,
            TypeName = ShortName(type),
            IsSwitch = type == typeof(SwitchParameter),
            Description = [.. ReadSummary(comment), .. text.ReadBlocks(comment.Element("remarks"))],
            AcceptedValues = ReadAcceptedValues(property, type),
            Aliases = property.GetCustomAttribute<AliasAttribute>()?.AliasNames.AsReadOnly() ?? [],
            DefaultValue = ReadDefault(property.GetCustomAttribute<PSDefaultValueAttribute>()),
            TakesWildcards = property.IsDefined(typeof(SupportsWildcardsAttribute)),
        };
        return new(type, help, [.. property.GetCustomAttributes<ParameterAttribute>()]);
    }

    private IReadOnlyList<HelpBlock> ReadSummary(XElement comment)
    {
        var blocks = text.ReadBlocks(comment.Element("summary"));
        if (blocks.Count == 0 || !blocks[0].Runs[0].Text.StartsWith(Accessors, StringComparison.Ordinal))
        {
            return blocks;
        }

        // "Gets or sets the names" is what the property does; what the parameter does is to specify them.
        var first = blocks[0].Runs[0];
        return [blocks[0] with { Runs = [first with { Text = "Specifies " + first.Text[Accessors.Length..] }, .. blocks[0].Runs.Skip(1)] }, .. blocks.Skip(1)];
    }

    private IReadOnlyList<AcceptedValue> ReadAcceptedValues(PropertyInfo property, Type type)
    {
        if (property.GetCustomAttribute<ValidateSetAttribute>() is { } set)
        {
            return [.. set.ValidValues.Select(value => new AcceptedValue(value, null))];
        }

        var values = type.IsArray ? type.GetElementType()! : type;
        if (!values.IsEnum)
        {
            return [];
        }

        return [.. Enum.GetNames(values).Select(name =>
            new AcceptedValue(name, documentation.ForMember(values, name, 'F').Element("summary") is { } summary ? text.ReadLine(summary) : null))];
    }

    private static string ReadDefault(PSDefaultValueAttribute? attribute) =>
        attribute?.Help ?? Convert.ToString(attribute?.Value, CultureInfo.InvariantCulture) ?? "";

    private static string ShortName(Type type) => type.IsArray ? $"{ShortName(type.GetElementType()!)}[]" : type.Name.Split('`')[0];
}
