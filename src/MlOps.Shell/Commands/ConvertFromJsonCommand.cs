using System.Management.Automation;
using System.Text;
using System.Text.Json;
using MlOps.Shell.Commands.Json;

namespace MlOps.Shell.Commands;

/// <summary>Makes objects of JSON. A subset of PowerShell's own: without <c>-DateKind</c>.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly StringBuilder _text = new();

    /// <summary>The text, in one piece or line by line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    /// <summary>Ordered tables in place of objects.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>How deep the text may go.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Depth { get; set; } = 1024;

    /// <summary>A list stays one object.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _text.AppendLine(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (string.IsNullOrWhiteSpace(_text.ToString()))
        {
            return;
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = Depth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using var document = JsonDocument.Parse(_text.ToString(), options);
            WriteObject(JsonReader.Read(document.RootElement, AsHashtable), enumerateCollection: !NoEnumerate && document.RootElement.ValueKind == JsonValueKind.Array);
        }
        catch (JsonException e)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("Conversion from JSON failed with error: " + e.Message, e), "JsonConversionFailure", ErrorCategory.InvalidData, _text.ToString()));
        }
    }
}
