using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Joins a folder and what lies in it. A subset of PowerShell's own: without <c>-Extension</c>.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : PSCmdlet
{
    /// <summary>The folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>What lies in it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string ChildPath { get; set; } = "";

    /// <summary>What lies in that, and so on.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] AdditionalChildPath { get; set; } = [];

    /// <summary>Finds what exists.</summary>
    [Parameter]
    public SwitchParameter Resolve { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var parent in Path)
        {
            var path = AdditionalChildPath.Prepend(ChildPath).Aggregate(parent, SessionState.Path.Combine);
            if (!Resolve)
            {
                WriteObject(path);
                continue;
            }

            foreach (var found in PathErrors.Try(this, () => SessionState.Path.GetResolvedPSPathFromPSPath(path)) ?? [])
            {
                WriteObject(found.Path);
            }
        }
    }
}
