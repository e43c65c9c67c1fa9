using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Goes to another folder. A subset of PowerShell's own: without stacks, and <c>-</c> goes back once.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
public sealed class SetLocationCommand : PSCmdlet
{
    private static string? s_previous;

    /// <summary>The folder; without it, the home folder.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string Path { get; set; } = "~";

    /// <summary>The folder, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    /// <summary>Writes where the session is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var previous = SessionState.Path.CurrentLocation.Path;
        var target = LiteralPath.Length > 0 ? WildcardPattern.Escape(LiteralPath) : Path == "-" ? s_previous ?? previous : Path;
        try
        {
            SessionState.Path.SetLocation(target);
        }
        catch (Exception e) when (e is RuntimeException and IContainsErrorRecord)
        {
            WriteError(new ErrorRecord(((IContainsErrorRecord)e).ErrorRecord, e));
            return;
        }

        s_previous = previous;
        if (PassThru)
        {
            WriteObject(SessionState.Path.CurrentLocation);
        }
    }
}
