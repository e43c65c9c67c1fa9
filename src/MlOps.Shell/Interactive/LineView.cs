using System.Globalization;
using System.Text;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Interactive;

/// <summary>Draws the prompt and the text behind it, over as many rows as they take.</summary>
internal sealed class LineView(ITerminal terminal, string prompt)
{
    private readonly string _visiblePrompt = Cells.WithoutEscapes(prompt);
    private int _row;

    /// <summary>Draws the text anew where it was, with the cursor in its place.</summary>
    public void Draw(string text, int cursor)
    {
        var output = new StringBuilder();
        MoveUp(output, _row);
        output.Append("\r\e[J").Append(prompt).Append(text);

        var end = Position(text);
        var place = Position(text[..cursor]);
        if (end.AtMargin)
        {
            // The terminal wraps only when the next character comes.
            output.Append(" \r");
        }

        MoveUp(output, end.Row - place.Row);
        output.Append('\r');
        if (place.Column > 0)
        {
            output.Append(CultureInfo.InvariantCulture, $"\e[{place.Column}C");
        }

        _row = place.Row;
        terminal.Write(output.ToString());
    }

    /// <summary>Leaves the text as it stands and goes to the row below.</summary>
    public void Leave(string text)
    {
        Draw(text, text.Length);
        terminal.Write("\r\n");
        _row = 0;
    }

    /// <summary>Empties the screen.</summary>
    public void Clear()
    {
        terminal.Write("\e[H\e[2J");
        _row = 0;
    }

    private static void MoveUp(StringBuilder output, int rows)
    {
        if (rows > 0)
        {
            output.Append(CultureInfo.InvariantCulture, $"\e[{rows}A");
        }
    }

    private (int Row, int Column, bool AtMargin) Position(string text)
    {
        var width = Math.Max(2, terminal.Width);
        var (row, column) = (0, 0);
        foreach (var rune in (_visiblePrompt + text).EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                (row, column) = (row + 1, 0);
                continue;
            }

            var cells = Cells.Width(rune);
            if (column + cells > width)
            {
                (row, column) = (row + 1, 0);
            }

            column += cells;
        }

        return column == width ? (row + 1, 0, true) : (row, column, false);
    }
}
