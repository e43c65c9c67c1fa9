using System.Management.Automation;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Turns the domain's errors into PowerShell's.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(MlOpsException exception)
    {
        var record = new ErrorRecord(exception, exception.ErrorId, Category(exception.Code), exception.Target);
        if (exception.RecommendedAction.Length > 0)
        {
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.RecommendedAction };
        }

        return record;
    }

    private static ErrorCategory Category(ErrorCode code) => code switch
    {
        ErrorCode.NotConfigured => ErrorCategory.NotInstalled,
        ErrorCode.NotFound => ErrorCategory.ObjectNotFound,
        ErrorCode.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorCode.Conflict => ErrorCategory.ResourceExists,
        ErrorCode.Throttled => ErrorCategory.LimitsExceeded,
        ErrorCode.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorCode.Corrupt => ErrorCategory.InvalidData,
        _ => ErrorCategory.NotSpecified,
    };
}
