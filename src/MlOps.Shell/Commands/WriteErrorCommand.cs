using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Writes an error that does not end the script. A subset of PowerShell's own: without <c>-CategoryActivity</c> and its like.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "Message")]
public sealed class WriteErrorCommand : PSCmdlet
{
    /// <summary>The text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Message")]
    [AllowEmptyString]
    [Alias("Msg")]
    public string Message { get; set; } = "";

    /// <summary>An error that a catch or $Error holds.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>An exception.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Exception")]
    public Exception? Exception { get; set; }

    /// <summary>The error's kind.</summary>
    [Parameter]
    public ErrorCategory Category { get; set; }

    /// <summary>The error's id.</summary>
    [Parameter]
    public string ErrorId { get; set; } = "Microsoft.PowerShell.Commands.WriteErrorException";

    /// <summary>What it is about.</summary>
    [Parameter]
    public object? TargetObject { get; set; }

    /// <summary>What to do about it.</summary>
    [Parameter]
    public string? RecommendedAction { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var record = ErrorRecord is null
            ? new ErrorRecord(Exception ?? new InvalidOperationException(Message), ErrorId, Category, TargetObject)
            : new ErrorRecord(ErrorRecord, ErrorRecord.Exception);
        if (!string.IsNullOrEmpty(RecommendedAction))
        {
            record.ErrorDetails = new ErrorDetails(record.ErrorDetails?.Message ?? record.Exception.Message) { RecommendedAction = RecommendedAction };
        }

        WriteError(record);
    }
}
