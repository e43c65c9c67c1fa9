using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Says whether something exists. A subset of PowerShell's own: without filters and ages.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PSCmdlet
{
    /// <summary>The path; wildcards are taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Path { get; set; }

    /// <summary>The path, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? LiteralPath { get; set; }

    /// <summary>What it has to be.</summary>
    [Parameter]
    [Alias("Type")]
    public PathKind PathType { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in LiteralPath ?? Path ?? [])
        {
            var escaped = LiteralPath is null ? path : WildcardPattern.Escape(path);
            WriteObject(!string.IsNullOrWhiteSpace(path) && Exists(escaped));
        }
    }

    private bool Exists(string path)
    {
        try
        {
            return InvokeProvider.Item.Exists(path)
                && PathType switch
                {
                    PathKind.Container => InvokeProvider.Item.IsContainer(path),
                    PathKind.Leaf => !InvokeProvider.Item.IsContainer(path),
                    _ => true,
                };
        }
        catch (RuntimeException)
        {
            // A drive or a provider that is not there holds nothing.
            return false;
        }
    }
}
