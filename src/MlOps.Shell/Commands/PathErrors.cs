using System.Management.Automation;

namespace MlOps.Shell.Commands;

/// <summary>Turns what a provider throws about a path into an error that does not end the script.</summary>
internal static class PathErrors
{
    /// <summary>Runs the action; on failure writes the error and gives the default.</summary>
    public static T? Try<T>(PSCmdlet cmdlet, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.WriteError(new ErrorRecord(e.ErrorRecord, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteError(new ErrorRecord(e, "PathError", ErrorCategory.ReadError, targetObject: null));
        }

        return default;
    }
}
