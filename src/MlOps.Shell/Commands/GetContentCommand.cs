using System.Management.Automation;
using System.Management.Automation.Provider;
using Microsoft.PowerShell.Commands;

namespace MlOps.Shell.Commands;

/// <summary>Reads files line by line. A subset of PowerShell's own: text in UTF-8 or with a byte order mark, without <c>-Wait</c>, <c>-Delimiter</c> and <c>-AsByteStream</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>The file; wildcards are taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    /// <summary>The file, without wildcards.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>All of it as one text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>So many lines from the beginning.</summary>
    [Parameter]
    [Alias("First", "Head")]
    [ValidateRange(0, int.MaxValue)]
    public int TotalCount { get; set; } = int.MaxValue;

    /// <summary>So many lines from the end.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var paths = LiteralPath.Length > 0 ? LiteralPath.Select(WildcardPattern.Escape) : Path;
        foreach (var found in paths.SelectMany(p => PathErrors.Try(this, () => SessionState.Path.GetResolvedPSPathFromPSPath(p)) ?? []))
        {
            PathErrors.Try(this, () => Write(found));
        }
    }

    private bool Write(PathInfo path)
    {
        var isFile = path.Provider.Name == FileSystemProvider.ProviderName;
        if (Raw && isFile)
        {
            WriteObject(File.ReadAllText(path.ProviderPath));
            return true;
        }

        var lines = isFile ? File.ReadLines(path.ProviderPath) : Content(path);
        foreach (var line in Tail == int.MaxValue ? lines.Take(TotalCount) : lines.TakeLast(Tail))
        {
            if (Stopping)
            {
                break;
            }

            WriteObject(line);
        }

        return true;
    }

    // Other providers, as of variables and functions.
    private IEnumerable<object> Content(PathInfo path)
    {
        foreach (IContentReader reader in InvokeProvider.Content.GetReader([path.Path], force: false, literalPath: true))
        {
            using (reader)
            {
                while (reader.Read(1) is { Count: > 0 } block)
                {
                    yield return block[0]!;
                }
            }
        }
    }
}
