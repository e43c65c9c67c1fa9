using System.Text.RegularExpressions;
using MlOps.Help.Model;

namespace MlOps.Help.Writing;

/// <summary>Writes the text of the help as Markdown.</summary>
internal static partial class MarkdownText
{
    /// <summary>Writes paragraphs and lists, with an empty line after each.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<HelpBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            yield return (blocks[i].IsItem ? "- " : "") + Line(blocks[i]);
            if (!blocks[i].IsItem || i + 1 == blocks.Count || !blocks[i + 1].IsItem)
            {
                yield return "";
            }
        }
    }

    /// <summary>Writes one paragraph without its end.</summary>
    public static string Line(HelpBlock block) => string.Concat(block.Runs.Select(Run));

    /// <summary>Writes one piece of text.</summary>
    public static string Run(HelpRun run) => run.Style switch
    {
        HelpStyle.Code => Code(run.Text),
        HelpStyle.Command => $"[{run.Text}]({run.Target}.md)",
        HelpStyle.Link => $"[{Escape(run.Text)}]({run.Target})",
        _ => Escape(run.Text),
    };

    /// <summary>Writes something to type; in as many backticks as it takes when it has some itself.</summary>
    public static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";

    /// <summary>Writes text as it is.</summary>
    public static string Escape(string text) => Special().Replace(text, @"\$0");

    // An underscore within a word means nothing to Markdown: MLOPS_HOME is left readable.
    [GeneratedRegex(@"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)")]
    private static partial Regex Special();
}
