using System.Xml.Linq;

namespace MlOps.Help.Reading;

/// <summary>The documentation comments that the compiler has written, of every assembly in a folder.</summary>
internal sealed class DocumentationFolder
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads the files in a folder.</summary>
    /// <param name="folder">The folder.</param>
    public DocumentationFolder(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.xml"))
        {
            foreach (var member in XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                _members[(string?)member.Attribute("name") ?? ""] = member;
            }
        }
    }

    /// <summary>The comment of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The comment; empty when there is none.</returns>
    public XElement ForType(Type type) => Find($"T:{NameOf(type)}");

    /// <summary>The comment of a property or an enumeration's member, at the place that declares it first and documents it.</summary>
    /// <param name="declaring">The type that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="kind">P for a property, F for a member.</param>
    /// <returns>The comment; empty when there is none.</returns>
    public XElement ForMember(Type declaring, string name, char kind)
    {
        for (var type = declaring; type is not null; type = type.BaseType)
        {
            if (Find($"{kind}:{NameOf(type)}.{name}") is { IsEmpty: false } comment && comment.Element("inheritdoc") is null)
            {
                return comment;
            }
        }

        return new XElement("member");
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private XElement Find(string member) => _members.GetValueOrDefault(member) ?? new XElement("member");
}
