using System.Text;
using MlOps.Shell.Hosting;

namespace MlOps.Shell.Interactive;

/// <summary>Reads one line from a terminal, with editing, history and completion.</summary>
internal sealed class LineEditor(ITerminal terminal, History? history = null, Func<string, int, Completion>? complete = null)
{
    private const int MostCandidatesShown = 100;

    private readonly EditBuffer _buffer = new();
    private HistoryCursor _past = new([]);
    private LineView _view = new(terminal, "");

    /// <summary>Whether stars stand for the characters.</summary>
    public bool Masked { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="prompt">What stands before it.</param>
    /// <returns>The line, or how the user got out of it.</returns>
    public ReadResult ReadLine(string prompt)
    {
        _buffer.Set("");
        _past = new HistoryCursor(history?.Entries ?? []);
        _view = new LineView(terminal, prompt);
        Draw();
        while (true)
        {
            var key = terminal.ReadKey();
            if (Ending(key) is { } outcome)
            {
                _view.Leave(Shown());
                return new ReadResult(outcome, outcome == ReadOutcome.Line ? _buffer.Text : "");
            }

            Edit(key);
            if (!terminal.KeyAvailable)
            {
                Draw();
            }
        }
    }

    private ReadOutcome? Ending(ConsoleKeyInfo key) => (key.Modifiers.HasFlag(ConsoleModifiers.Control), key.Key) switch
    {
        (false, ConsoleKey.Enter) or (true, ConsoleKey.J or ConsoleKey.M) => ReadOutcome.Line,
        (true, ConsoleKey.C) => ReadOutcome.Cancelled,
        (true, ConsoleKey.D) when _buffer.Text.Length == 0 => ReadOutcome.EndOfInput,
        _ => null,
    };

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Modifiers.HasFlag(ConsoleModifiers.Control), key.Key)
        {
            case (_, ConsoleKey.Home) or (true, ConsoleKey.A):
                _buffer.Home();
                break;
            case (_, ConsoleKey.End) or (true, ConsoleKey.E):
                _buffer.End();
                break;
            case (true, ConsoleKey.LeftArrow):
                _buffer.WordLeft();
                break;
            case (true, ConsoleKey.RightArrow):
                _buffer.WordRight();
                break;
            case (false, ConsoleKey.LeftArrow) or (true, ConsoleKey.B):
                _buffer.Left();
                break;
            case (false, ConsoleKey.RightArrow) or (true, ConsoleKey.F):
                _buffer.Right();
                break;
            case (true, ConsoleKey.W or ConsoleKey.Backspace):
                _buffer.DeleteWordLeft();
                break;
            case (false, ConsoleKey.Backspace) or (true, ConsoleKey.H):
                _buffer.Backspace();
                break;
            case (_, ConsoleKey.Delete) or (true, ConsoleKey.D):
                _buffer.Delete();
                break;
            case (true, ConsoleKey.K):
                _buffer.DeleteToEnd();
                break;
            case (true, ConsoleKey.U):
                _buffer.DeleteToStart();
                break;
            case (_, ConsoleKey.Escape):
                _buffer.Set("");
                break;
            case (_, ConsoleKey.UpArrow) or (true, ConsoleKey.P):
                _buffer.Set(_past.Older(_buffer.Text));
                break;
            case (_, ConsoleKey.DownArrow) or (true, ConsoleKey.N):
                _buffer.Set(_past.Newer(_buffer.Text));
                break;
            case (true, ConsoleKey.L):
                _view.Clear();
                break;
            case (_, ConsoleKey.Tab):
                Complete();
                break;
            default:
                Type(key.KeyChar);
                break;
        }
    }

    private void Type(char character)
    {
        // Half of a pair means nothing yet; the other half follows at once.
        if (char.IsHighSurrogate(character))
        {
            _buffer.Insert(string.Concat(character, terminal.ReadKey().KeyChar));
        }
        else if (!char.IsControl(character))
        {
            _buffer.Insert(character.ToString());
        }
    }

    private void Complete()
    {
        var completion = complete?.Invoke(_buffer.Text, _buffer.Cursor) ?? Completion.None;
        var written = _buffer.Text.Substring(completion.Start, completion.Length);
        var prefix = completion.CommonPrefix;
        if (completion.Candidates.Count == 1 || (prefix.Length >= written.Length && prefix != written))
        {
            _buffer.Replace(completion.Start, completion.Length, prefix);
        }
        else if (completion.Candidates.Count > 1)
        {
            _view.Leave(Shown());
            terminal.Write(Columns([.. completion.Candidates.Select(c => c.Label)]));
        }
    }

    private string Columns(string[] labels)
    {
        var shown = labels.Take(MostCandidatesShown).ToArray();
        var column = shown.Max(l => Cells.Width(l)) + 2;
        var columns = Math.Max(1, terminal.Width / column);
        var rows = (shown.Length + columns - 1) / columns;
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            var line = new StringBuilder();
            for (var at = row; at < shown.Length; at += rows)
            {
                line.Append(shown[at]).Append(' ', column - Cells.Width(shown[at]));
            }

            text.Append(line.ToString().TrimEnd()).Append("\r\n");
        }

        return labels.Length > shown.Length ? $"{text}… and {labels.Length - shown.Length} more\r\n" : text.ToString();
    }

    private void Draw() => _view.Draw(Shown(), _buffer.Cursor);

    private string Shown() => Masked ? new string('*', _buffer.Text.Length) : _buffer.Text;
}
