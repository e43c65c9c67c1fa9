using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using MlOps.Shell.Engine;

namespace MlOps.Shell.Commands;

/// <summary>Writes objects to a file as they would be shown; also what <c>&gt;</c> and <c>&gt;&gt;</c> do. A subset of PowerShell's own: UTF-8 only, without <c>-NoNewline</c>.</summary>
[Cmdlet(VerbsData.Out, "File", SupportsShouldProcess = true, DefaultParameterSetName = "ByPath")]
public sealed class OutFileCommand : FrontEndCommandBase
{
    private TextWriter? _file;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByPath")]
    [Alias("Path")]
    public string FilePath { get; set; } = "";

    /// <summary>The file, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    /// <summary>After what the file holds already.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Not over a file that exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>The width of tables.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var path = GetUnresolvedProviderPathFromPSPath(FilePath.Length > 0 ? FilePath : LiteralPath);
        _file = ShouldProcess(path, "Output to file") ? Files.Create(this, path, Append, NoClobber) : TextWriter.Null;
        EngineInternals.SetTextOutput(this, _file, Width);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _file?.Flush();
    }

    /// <inheritdoc/>
    protected override void InternalDispose()
    {
        base.InternalDispose();
        _file?.Dispose();
    }
}
