using System.Globalization;

namespace MlOps.Shell.Interactive;

/// <summary>A text that is being edited, and the place in it.</summary>
internal sealed class EditBuffer
{
    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public void Set(string text) => Set(text, text.Length);

    public void Insert(string text) => Replace(Cursor, 0, text);

    /// <summary>Replaces a part of the text; the cursor comes to stand behind it.</summary>
    public void Replace(int start, int length, string text) =>
        Set(string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(start + length)), start + text.Length);

    public void Left() => Cursor = Previous();

    public void Right() => Cursor = Next();

    public void Home() => Cursor = 0;

    public void End() => Cursor = Text.Length;

    public void WordLeft() => Cursor = WordStart();

    public void WordRight() => Cursor = WordEnd();

    public void Backspace() => Remove(Previous(), Cursor);

    public void Delete() => Remove(Cursor, Next());

    public void DeleteWordLeft() => Remove(WordStart(), Cursor);

    public void DeleteToStart() => Remove(0, Cursor);

    public void DeleteToEnd() => Remove(Cursor, Text.Length);

    private void Set(string text, int cursor)
    {
        Text = text;
        Cursor = cursor;
    }

    private void Remove(int start, int end) => Set(Text.Remove(start, end - start), start);

    // A step is what the eye takes for one character, whatever it is made of.
    private int Next() => Cursor + StringInfo.GetNextTextElementLength(Text.AsSpan(Cursor));

    private int Previous()
    {
        var previous = 0;
        for (var at = 0; at < Cursor; at += StringInfo.GetNextTextElementLength(Text.AsSpan(at)))
        {
            previous = at;
        }

        return previous;
    }

    private int WordStart()
    {
        var at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
        {
            at--;
        }

        while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private int WordEnd()
    {
        var at = Cursor;
        while (at < Text.Length && char.IsWhiteSpace(Text[at]))
        {
            at++;
        }

        while (at < Text.Length && !char.IsWhiteSpace(Text[at]))
        {
            at++;
        }

        return at;
    }
}
