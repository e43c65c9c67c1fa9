using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Gives the time, now or as told. A subset of PowerShell's own: without the parts of a date and <c>-UFormat</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
[OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    /// <summary>The time; without it, now.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public DateTime Date { get; set; } = DateTime.Now;

    /// <summary>Seconds since 1970, in UTC.</summary>
    [Parameter]
    public long UnixTimeSeconds { get; set; }

    /// <summary>In UTC.</summary>
    [Parameter]
    public SwitchParameter AsUTC { get; set; }

    /// <summary>As a text in this .NET format.</summary>
    [Parameter]
    public string? Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var date = MyInvocation.BoundParameters.ContainsKey(nameof(UnixTimeSeconds))
            ? DateTimeOffset.FromUnixTimeSeconds(UnixTimeSeconds).LocalDateTime
            : Date;
        date = AsUTC ? date.ToUniversalTime() : date;
        WriteObject(Format is null ? date : date.ToString(Format, System.Globalization.CultureInfo.CurrentCulture));
    }
}
