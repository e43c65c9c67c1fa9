using System.Management.Automation;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Writes the entrypoint for images whose trials SageMaker's own tuning service starts.</summary>
/// <remarks>
/// <para>SageMaker's tuning service starts each trial as <c>docker run IMAGE train</c> and cannot give it a command or arguments, only a file with hyperparameters. The file that this cmdlet writes is such a <c>train</c>: it makes the same arguments of the hyperparameters that Start-MlTrainingJob gives, with lists, switches and their order, and becomes the training program, so that signals and exit codes are the program's own. The training code needs no change.</para>
/// <para>Copy it into the image, as <c>COPY --chmod=755 train /usr/local/bin/train</c>. Searches with <c>-Engine Service</c> then run what their <c>-Command</c> says. An image with a command of its own has it before: <c>ENTRYPOINT ["/usr/local/bin/train", "python", "train.py"]</c>. Where there is no SageMaker, the file starts its arguments as they are, so that one image serves everywhere.</para>
/// <para>The file needs a POSIX shell and python3 in the image. Training jobs, and searches that MlOps runs itself (<c>-Engine Client</c>), do without it.</para>
/// </remarks>
/// <example>
/// <title>Write the file beside a Dockerfile</title>
/// <code>Export-MlEntrypoint</code>
/// <para>Writes ./train, which can be executed.</para>
/// </example>
/// <example>
/// <title>Write it somewhere else, over an older one</title>
/// <code>Export-MlEntrypoint ./docker/train -Force</code>
/// </example>
[Cmdlet(VerbsData.Export, "MlEntrypoint", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportMlEntrypointCommand : AsyncCmdlet
{
    // Whoever runs the image has to be able to run it.
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The file to write; of a folder, the file <c>train</c> in it. Its name has to be <c>train</c> in the image. Without it, ./train.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = EntrypointScript.FileName;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (Directory.Exists(path))
        {
            path = System.IO.Path.Combine(path, EntrypointScript.FileName);
        }

        if (!Force && File.Exists(path))
        {
            throw new MlOpsException(ErrorCode.Conflict, $"There is a file '{TerminalText.Clean(path)}' already.", "Give -Force to replace it, or another -Path.", path);
        }

        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"There is no folder '{TerminalText.Clean(System.IO.Path.GetDirectoryName(path) ?? path)}'.", "Make it first, or give another -Path.", path);
        }

        if (ShouldProcess(path, "Write the entrypoint"))
        {
            AtomicFile.Write(path, EntrypointScript.Read());
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, Executable);
            }

            WriteObject(new FileInfo(path));
        }

        return Task.CompletedTask;
    }
}
