using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Writes objects to a file as comma-separated values. A subset of PowerShell's own: UTF-8, every field quoted, without <c>-Append</c>.</summary>
[Cmdlet(VerbsData.Export, "Csv", SupportsShouldProcess = true)]
public sealed class ExportCsvCommand : PSCmdlet, IDisposable
{
    private CsvLines? _lines;
    private TextWriter? _file;

    /// <summary>The object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string Path { get; set; } = "";

    /// <summary>What stands between the fields.</summary>
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    /// <summary>Not over a file that exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Accepted: there is never a line with the type.</summary>
    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _lines = new CsvLines(Delimiter);
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        _file = ShouldProcess(path) ? Files.Create(this, path, append: false, NoClobber) : TextWriter.Null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var line in InputObject is null ? [] : _lines!.For(InputObject))
        {
            _file!.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
