using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Takes a path apart. A subset of PowerShell's own: <c>-Parent</c>, <c>-Leaf</c>, <c>-LeafBase</c> and <c>-Extension</c>.</summary>
[Cmdlet(VerbsCommon.Split, "Path")]
[OutputType(typeof(string))]
public sealed class SplitPathCommand : PSCmdlet
{
    /// <summary>The path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LiteralPath", "LP")]
    public string[] Path { get; set; } = [];

    /// <summary>The folder: the default.</summary>
    [Parameter]
    public SwitchParameter Parent { get; set; }

    /// <summary>The last part.</summary>
    [Parameter]
    public SwitchParameter Leaf { get; set; }

    /// <summary>The last part without its extension.</summary>
    [Parameter]
    public SwitchParameter LeafBase { get; set; }

    /// <summary>The extension.</summary>
    [Parameter]
    public SwitchParameter Extension { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var leaf = SessionState.Path.ParseChildName(path);
            WriteObject(
                Leaf ? leaf
                : LeafBase ? System.IO.Path.GetFileNameWithoutExtension(leaf)
                : Extension ? System.IO.Path.GetExtension(leaf)
                : SessionState.Path.ParseParent(path, root: null));
        }
    }
}
