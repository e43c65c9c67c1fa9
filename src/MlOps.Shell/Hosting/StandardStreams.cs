using System.Text;

namespace MlOps.Shell.Hosting;

/// <summary>The process's output: UTF-8 without a byte order mark, every write on its way at once, and the news when the reader has gone.</summary>
/// <remarks>Never closed: what a module does while the process ends may still write.</remarks>
internal sealed class StandardStreams
{
    private readonly bool _colorsWanted =
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public StandardStreams()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.OutputEncoding = encoding;
        Output = new StreamWriter(Open(1), encoding) { AutoFlush = true, NewLine = Environment.NewLine };
        Error = new StreamWriter(Open(2), encoding) { AutoFlush = true, NewLine = Environment.NewLine };

        // A script that writes with [Console] shares the order and the fate of what we write.
        Console.SetOut(Output);
        Console.SetError(Error);
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether output may carry colours: to a terminal, unless NO_COLOR or a terminal without any says otherwise.</summary>
    public bool OutputHasColors => OutputIsTerminal && _colorsWanted;

    /// <summary>Whether errors may carry colours.</summary>
    public bool ErrorHasColors => ErrorIsTerminal && _colorsWanted;

    /// <summary>Whether somebody sits there: the prompt needs a keyboard and a screen.</summary>
    public bool IsInteractive { get; } = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    // .NET's own console stream swallows the error when the reader has gone, so the pipeline would run on for nobody.
    private static Stream Open(int descriptor) =>
        OperatingSystem.IsWindows()
            ? descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError()
            : new DescriptorStream(descriptor);
}
