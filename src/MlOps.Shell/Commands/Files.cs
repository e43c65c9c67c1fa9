using System.Management.Automation;
using System.Text;

namespace MlOps.Shell.Commands;

/// <summary>Opens files for the cmdlets that write them.</summary>
internal static class Files
{
    /// <summary>Opens a file for text in UTF-8 without a byte order mark, or ends the cmdlet with an error that says why not.</summary>
    public static TextWriter Create(PSCmdlet cmdlet, string path, bool append, bool noClobber)
    {
        try
        {
            var stream = new FileStream(
                path, append ? FileMode.Append : noClobber ? FileMode.CreateNew : FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            return new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            cmdlet.ThrowTerminatingError(new ErrorRecord(e, "FileOpenFailure", ErrorCategory.OpenError, path));
            throw;
        }
    }
}
