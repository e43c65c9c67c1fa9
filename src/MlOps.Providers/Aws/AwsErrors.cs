using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>Turns what the SDK throws into our errors, with AWS's own words and the id of the request.</summary>
internal static class AwsErrors
{
    // The codes that botocore's standard retry mode counts as throttling (botocore/retries/standard.py).
    private static readonly HashSet<string> s_throttling = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "TooManyRequestsException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
    };

    private static readonly HashSet<string> s_denied = new(StringComparer.Ordinal) { "AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "AuthorizationError", "OptInRequired" };

    private static readonly HashSet<string> s_expired = new(StringComparer.Ordinal) { "ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenRefreshRequired" };

    private static readonly HashSet<string> s_refused = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
        "IncompleteSignature", "InvalidAccessKeyId", "AuthFailure", "NotAuthorized",
    };

    /// <summary>Whether the service asked to slow down.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns><see langword="true"/> when it did.</returns>
    public static bool IsThrottling(Exception exception) =>
        exception is AmazonServiceException e && (s_throttling.Contains(e.ErrorCode ?? "") || e.StatusCode == HttpStatusCode.TooManyRequests);

    /// <summary>Whether an exception is one that a call can end with, as opposed to a fault in the code.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public static bool IsExpected(Exception exception) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>Makes the error of a failed call.</summary>
    /// <param name="operation">What was called: <c>sagemaker:Search</c>.</param>
    /// <param name="host">The host that was called.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The error.</returns>
    public static MlOpsException From(string operation, string host, Exception exception)
    {
        var cause = Innermost(exception);
        return exception is AmazonServiceException { ErrorCode.Length: > 0 } answered ? FromAnswer(operation, answered)
            : Causes(exception).Any(each => each is OperationCanceledException or TimeoutException) ? new(
                ErrorCode.ProviderError, $"{host} did not answer {operation} in time.", "Try again; look at the network if it stays so.", host)
            : cause is SocketException or HttpRequestException ? new(
                ErrorCode.ProviderError, $"{host} cannot be reached for {operation}: {AwsRedaction.Clean(cause.Message)}", "Look at the network, at the proxy settings (HTTPS_PROXY), and at AWS_ENDPOINT_URL and the region.", host)
            : exception is AmazonServiceException status && (int)status.StatusCode >= 300 ? new(
                ErrorCode.ProviderError, $"AWS answered {operation} with the HTTP status {(int)status.StatusCode} and did not say why.", "Try again later.", operation)
            : new(ErrorCode.ProviderError, $"The answer of {host} to {operation} could not be read: {AwsRedaction.Clean(cause.Message)}", "Try again.", operation);
    }

    private static MlOpsException FromAnswer(string operation, AmazonServiceException e)
    {
        var said = AwsRedaction.Clean(e.Message);
        var details = string.IsNullOrEmpty(e.RequestId) ? e.ErrorCode : $"{e.ErrorCode}, request {TerminalText.Clean(e.RequestId)}";
        var (code, action) = Classify(operation, e, said);
        return new(code, $"AWS {((int)e.StatusCode >= 500 ? "failed at" : "refused")} {operation}: {said} ({details})", action, operation);
    }

    private static (ErrorCode Code, string Action) Classify(string operation, AmazonServiceException e, string said)
    {
        var code = e.ErrorCode;
        var isClock = said.Contains("Signature expired", StringComparison.OrdinalIgnoreCase) || said.Contains("not yet current", StringComparison.OrdinalIgnoreCase) || code == "RequestTimeTooSkewed";
        return isClock ? (ErrorCode.AccessDenied, "This machine's clock is wrong: set it, then try again.")
            : s_throttling.Contains(code) || e.StatusCode == HttpStatusCode.TooManyRequests ? (ErrorCode.Throttled, "Wait a moment, then try again; fewer calls at once help.")
            : s_expired.Contains(code) ? (ErrorCode.AccessDenied, "The credentials have expired: renew them, for instance with 'aws sso login'.")
            : s_refused.Contains(code) ? (ErrorCode.AccessDenied, "AWS does not know these credentials: see which are used with Test-MlProvider SageMaker.")
            : s_denied.Contains(code) || e.StatusCode == HttpStatusCode.Forbidden ? (ErrorCode.AccessDenied, $"Ask for the permission {operation}; Test-MlProvider SageMaker shows which ones are missing.")
            : code is "ResourceInUse" or "ResourceInUseException" or "ConflictException" ? (ErrorCode.Conflict, "Choose another name, or wait until what is there has ended.")
            : code is "ResourceLimitExceeded" ? (ErrorCode.Throttled, "This is a quota of the account: wait for other jobs, take another machine, or have it raised under Service Quotas.")
            : code is "ResourceNotFound" or "ResourceNotFoundException" or "NoSuchEntity" || IsNotFound(said) ? (ErrorCode.NotFound, "Look at the name and the region.")
            : code is "ValidationException" or "InvalidParameterException" or "SerializationException" ? (ErrorCode.InvalidArgument, "Change what AWS names, or give it through -ProviderOption.")
            : (ErrorCode.ProviderError, (int)e.StatusCode >= 500 ? "Try again later." : "");
    }

    // A missing job is a validation error to SageMaker, told apart only by its text.
    private static bool IsNotFound(string said) =>
        said.Contains("Requested resource not found", StringComparison.OrdinalIgnoreCase) || said.Contains("Could not find", StringComparison.OrdinalIgnoreCase);

    private static Exception Innermost(Exception exception) => Causes(exception).Last();

    /// <summary>An exception and what caused it, down to the first cause.</summary>
    internal static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
