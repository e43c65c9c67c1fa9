namespace MlOps.Shell.Interactive;

/// <summary>A keyboard and a screen.</summary>
internal interface ITerminal
{
    /// <summary>The screen's width in columns.</summary>
    int Width { get; }

    /// <summary>Whether a key waits, as when text is pasted.</summary>
    bool KeyAvailable { get; }

    /// <summary>Waits for a key.</summary>
    ConsoleKeyInfo ReadKey();

    /// <summary>Writes text and escape sequences.</summary>
    void Write(string text);
}
