using System.Management.Automation;
using MlOps.Shell.Commands.Json;

namespace MlOps.Shell.Commands;

/// <summary>Writes objects as JSON. A subset of PowerShell's own: without <c>-EscapeHandling</c>.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _objects = [];

    /// <summary>The object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>How many levels are written out; what lies deeper becomes text.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>In one line.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>The names of enumerations in place of their numbers.</summary>
    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    /// <summary>A list, even of one.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _objects.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_objects.Count == 0)
        {
            return;
        }

        var isList = AsArray || _objects.Count > 1;
        var writer = new JsonWriter(Depth, Compress, EnumsAsStrings);
        WriteObject(writer.Write(isList ? _objects : _objects[0]));
        if (writer.WasTruncated)
        {
            WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
        }
    }
}
