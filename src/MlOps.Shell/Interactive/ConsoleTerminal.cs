using System.Runtime.InteropServices;

namespace MlOps.Shell.Interactive;

/// <summary>The process's own terminal. While it exists, Ctrl+C is a key as any other.</summary>
internal sealed partial class ConsoleTerminal : ITerminal, IDisposable
{
    private const int StandardOutput = -11;
    private const uint EscapeSequences = 0x0004;
    private const int DefaultWidth = 80;

    public ConsoleTerminal()
    {
        Console.TreatControlCAsInput = true;
        if (OperatingSystem.IsWindows() && GetConsoleMode(GetStdHandle(StandardOutput), out var mode))
        {
            SetConsoleMode(GetStdHandle(StandardOutput), mode | EscapeSequences);
        }
    }

    public int Width => Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth;

    public bool KeyAvailable => Console.KeyAvailable;

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public void Write(string text) => Console.Out.Write(text);

    public void Dispose() => Console.TreatControlCAsInput = false;

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
