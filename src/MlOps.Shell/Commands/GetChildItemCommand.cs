using System.Collections.ObjectModel;
using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Lists what a folder or another container holds. A subset of PowerShell's own: without <c>-Attributes</c> and its like.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Items")]
public sealed class GetChildItemCommand : PSCmdlet
{
    /// <summary>The folder; wildcards are taken.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Items")]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folder, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralItems")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only names like this.</summary>
    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    /// <summary>Only names like one of these.</summary>
    [Parameter]
    public string[] Include { get; set; } = [];

    /// <summary>No names like one of these.</summary>
    [Parameter]
    public string[] Exclude { get; set; } = [];

    /// <summary>Also what lies in the folders within.</summary>
    [Parameter]
    [Alias("s")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>So many folders deep.</summary>
    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    /// <summary>Also what is hidden.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Only files.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Only folders.</summary>
    [Parameter]
    [Alias("ad")]
    public SwitchParameter Directory { get; set; }

    /// <summary>Only the names.</summary>
    [Parameter]
    public SwitchParameter Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var depth = Recurse || MyInvocation.BoundParameters.ContainsKey(nameof(Depth)) ? Depth : 0;
        var literal = LiteralPath.Length > 0;
        foreach (var path in literal ? LiteralPath : Path)
        {
            List(path, literal, depth, relativeTo: "");
        }
    }

    private void List(string path, bool literal, uint depth, string relativeTo)
    {
        // Folder by folder: one that may not be read costs its own content only, and what is found is out at once.
        var items = PathErrors.Try(this, () => InvokeProvider.ChildItem.Get([path], recurse: false, depth: 0, Force, literal));
        foreach (var item in items ?? new Collection<PSObject>())
        {
            var isContainer = item.Properties["PSIsContainer"]?.Value is true;
            var name = item.Properties["PSChildName"]?.Value as string ?? "";
            if (Matches(name, isContainer))
            {
                WriteObject(Name ? System.IO.Path.Combine(relativeTo, name) : item);
            }

            if (isContainer && depth > 0 && item.BaseObject is not FileSystemInfo { LinkTarget: not null })
            {
                List((string)item.Properties["PSPath"].Value, literal: true, depth - 1, System.IO.Path.Combine(relativeTo, name));
            }
        }
    }

    private bool Matches(string name, bool isContainer) =>
        (!File || !isContainer)
        && (!Directory || isContainer)
        && (Filter is null || IsLike(name, Filter))
        && (Include.Length == 0 || Array.Exists(Include, p => IsLike(name, p)))
        && !Array.Exists(Exclude, p => IsLike(name, p));

    private static bool IsLike(string name, string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);
}
