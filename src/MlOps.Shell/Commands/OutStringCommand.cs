using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using MlOps.Shell.Engine;

namespace MlOps.Shell.Commands;

/// <summary>Makes a text of objects as they would be shown. A subset of PowerShell's own: without <c>-NoNewline</c>.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly StringWriter _text = new();

    /// <summary>The width of tables.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <summary>Line by line.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        EngineInternals.SetTextOutput(this, _text, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Stream)
        {
            WriteLines();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Stream)
        {
            WriteLines();
        }
        else
        {
            WriteObject(_text.ToString());
        }
    }

    private void WriteLines()
    {
        var builder = _text.GetStringBuilder();
        foreach (var line in builder.ToString().Split(_text.NewLine)[..^1])
        {
            WriteObject(line);
        }

        builder.Clear();
    }
}
