using System.Text.RegularExpressions;
using System.Xml.Linq;
using MlOps.Help.Model;

namespace MlOps.Help.Reading;

/// <summary>Turns the content of documentation comments into the text of the help.</summary>
/// <param name="commands">The cmdlets' names by the full name of the class, and an empty name for their base classes.</param>
internal sealed partial class CommentText(IReadOnlyDictionary<string, string> commands)
{
    /// <summary>Reads paragraphs and lists. Text outside of them is a paragraph too.</summary>
    public IReadOnlyList<HelpBlock> ReadBlocks(XElement? comment)
    {
        var blocks = new List<HelpBlock>();
        var loose = new List<XNode>();
        foreach (var node in comment?.Nodes() ?? [])
        {
            switch (node)
            {
                case XElement { Name.LocalName: "para" } paragraph:
                    Flush();
                    Add(paragraph.Nodes(), isItem: false);
                    break;
                case XElement { Name.LocalName: "list" } list:
                    Flush();
                    foreach (var item in list.Elements("item"))
                    {
                        Add((item.Element("description") ?? item).Nodes(), isItem: true);
                    }

                    break;
                case XElement { Name.LocalName: "title" or "code" }:
                    break;
                default:
                    loose.Add(node);
                    break;
            }
        }

        Flush();
        return blocks;

        void Flush()
        {
            Add(loose, isItem: false);
            loose.Clear();
        }

        void Add(IEnumerable<XNode> nodes, bool isItem)
        {
            if (ReadRuns(nodes) is var runs && runs.Exists(run => !string.IsNullOrWhiteSpace(run.Text)))
            {
                blocks.Add(new(runs, isItem));
            }
        }
    }

    /// <summary>Reads one paragraph, whatever is in it.</summary>
    public HelpBlock ReadLine(XElement? comment) => new(ReadRuns(comment?.Nodes() ?? []));

    /// <summary>Reads what a see-also points to.</summary>
    public HelpRun ReadLink(XElement element) => ReadElement(element);

    /// <summary>Reads code as it is, without the indentation of the comment.</summary>
    public static string ReadCode(XElement? element)
    {
        var lines = (element?.Value ?? "").ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();

        // The first line begins behind the tag: it has none of the comment's indentation.
        var indentation = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select((line, i) => i == 0 || line.Length == 0 ? line : line[indentation..])).Trim('\n');
    }

    private List<HelpRun> ReadRuns(IEnumerable<XNode> nodes)
    {
        var runs = new List<HelpRun>();
        foreach (var node in nodes)
        {
            switch (node)
            {
                case XText text:
                    runs.Add(new(WhiteSpace().Replace(text.Value, " ")));
                    break;
                case XElement element:
                    runs.Add(ReadElement(element));
                    break;
            }
        }

        return Trim(runs);
    }

    private HelpRun ReadElement(XElement element)
    {
        var text = WhiteSpace().Replace(element.Value, " ").Trim();
        return element.Name.LocalName switch
        {
            "c" => new(text, HelpStyle.Code),
            "see" or "seealso" => ReadReference(element, text),
            _ => new(text),
        };
    }

    private HelpRun ReadReference(XElement element, string text)
    {
        if ((string?)element.Attribute("langword") is { } word)
        {
            return new(word is "null" or "true" or "false" ? $"${word}" : word, HelpStyle.Code);
        }

        if ((string?)element.Attribute("href") is { } address)
        {
            return new(text.Length > 0 ? text : address, HelpStyle.Link, address);
        }

        var member = ((string?)element.Attribute("cref") ?? "").Split('(')[0];
        if (member.Length < 2)
        {
            return new(text);
        }

        var full = member[2..];
        var name = full[(full.LastIndexOf('.') + 1)..];
        if (commands.TryGetValue(full, out var command) && command.Length > 0)
        {
            return new(command, HelpStyle.Command, command);
        }

        var isParameter = member[0] == 'P' && commands.ContainsKey(full[..^(name.Length + 1)]);
        return new(isParameter ? $"-{name}" : name.Split('`')[0], HelpStyle.Code);
    }

    private static List<HelpRun> Trim(List<HelpRun> runs)
    {
        if (runs.Count > 0)
        {
            runs[0] = runs[0] with { Text = runs[0].Text.TrimStart() };
            runs[^1] = runs[^1] with { Text = runs[^1].Text.TrimEnd() };
        }

        runs.RemoveAll(run => run.Text.Length == 0);
        return runs;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
