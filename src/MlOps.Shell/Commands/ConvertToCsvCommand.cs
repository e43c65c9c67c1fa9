using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Makes comma-separated values of objects. A subset of PowerShell's own: every field is quoted.</summary>
[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
public sealed class ConvertToCsvCommand : PSCmdlet
{
    private CsvLines? _lines;

    /// <summary>The object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What stands between the fields.</summary>
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    /// <summary>Accepted: there is never a line with the type.</summary>
    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _lines = new CsvLines(Delimiter);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            WriteObject(_lines!.For(InputObject), enumerateCollection: true);
        }
    }
}
