using System.Text;
using MlOps.Shell.Interactive;

namespace MlOps.Tests.Shell;

/// <summary>A terminal whose keys are known beforehand.</summary>
internal sealed class ScriptedTerminal(int width = 80) : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly StringBuilder _written = new();

    public int Width { get; } = width;

    public bool KeyAvailable => false;

    public string Written => _written.ToString();

    public ScriptedTerminal Type(string text)
    {
        foreach (var character in text)
        {
            _keys.Enqueue(new ConsoleKeyInfo(character, ConsoleKey.None, shift: false, alt: false, control: false));
        }

        return this;
    }

    public ScriptedTerminal Press(params ConsoleKey[] keys)
    {
        foreach (var key in keys)
        {
            _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false));
        }

        return this;
    }

    public ScriptedTerminal Control(params ConsoleKey[] keys)
    {
        foreach (var key in keys)
        {
            _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: true));
        }

        return this;
    }

    public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

    public void Write(string text) => _written.Append(text);
}
