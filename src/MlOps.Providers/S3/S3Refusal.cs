using System.Net;
using Amazon.Runtime;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Makes errors of what S3 answers when it refuses.</summary>
internal static class S3Refusal
{
    /// <summary>The header that says which region a bucket is in.</summary>
    public const string RegionHeader = "x-amz-bucket-region";

    /// <summary>What S3 says when a connection lay still.</summary>
    private const string Idle = "RequestTimeout";

    /// <summary>Reads a refusal.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body; empty in an answer to HEAD, which has none.</param>
    /// <returns>The refusal, in the form that the SDK has for it.</returns>
    public static AmazonServiceException Read(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var said = AwsXmlError.Read(body);
        var request = said?.RequestId is { Length: > 0 } id ? id : S3Headers.Find(response.Headers, "x-amz-request-id");
        AmazonServiceException refusal = said is { Code.Length: > 0 }
            ? new(said.Message, null, ErrorType.Unknown, said.Code, request, response.StatusCode)
            : new($"{(int)response.StatusCode} {response.StatusCode}", null, ErrorType.Unknown, Code(response.StatusCode), request, response.StatusCode);
        refusal.Data[RegionHeader] = S3Headers.Find(response.Headers, RegionHeader);
        return refusal;
    }

    /// <summary>The code of a refusal that became an error.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The code; empty when it was no refusal.</returns>
    public static string Code(MlOpsException error) => (error.InnerException as AmazonServiceException)?.ErrorCode ?? "";

    /// <summary>The HTTP status of a refusal that became an error.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The status; zero when it was no refusal.</returns>
    public static HttpStatusCode Status(MlOpsException error) => (error.InnerException as AmazonServiceException)?.StatusCode ?? 0;

    /// <summary>The region that a refusal said that the bucket is in.</summary>
    /// <param name="error">The error that became of it.</param>
    /// <returns>The region; empty when it said none.</returns>
    public static string Region(MlOpsException error) => error.InnerException?.Data[RegionHeader] as string ?? "";

    /// <summary>Whether the same request may well succeed when it is sent again.</summary>
    /// <param name="exception">What it failed with.</param>
    /// <returns><see langword="true"/> when it may.</returns>
    public static bool IsPassing(Exception exception) => exception is AmazonServiceException refusal
        ? refusal.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            || refusal.ErrorCode == Idle || AwsErrors.IsThrottling(refusal)
        : exception is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>Makes the error.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="endpoint">Where.</param>
    /// <param name="exception">What it failed with.</param>
    /// <returns>The error.</returns>
    public static MlOpsException Error(S3Request request, S3Endpoint endpoint, Exception exception)
    {
        var place = TerminalText.Clean(request.Target.ToString());
        var operation = $"s3:{request.Permission} on {place}";
        if (exception is not AmazonServiceException refusal)
        {
            return AwsErrors.From(operation, endpoint.Host, exception);
        }

        var said = AwsRedaction.Clean(refusal.Message);
        var bucket = TerminalText.Clean(request.Target.Bucket);
        var isMoved = refusal.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect || refusal.ErrorCode is "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException";
        return refusal switch
        {
            _ when refusal.Data[RegionHeader] is string { Length: > 0 } region && (region != endpoint.Region || isMoved) => Make(
                ErrorCode.InvalidArgument, $"The bucket '{bucket}' is in {TerminalText.Clean(region)}, and {endpoint.Host} does not serve it: {said}", "Set the region that the bucket is in."),
            _ when isMoved => Make(
                ErrorCode.InvalidArgument, $"The bucket '{bucket}' is not in {endpoint.Region}, and S3 does not say where it is: {said}", "Set the region that the bucket is in."),
            { ErrorCode: "InvalidObjectState" } => Make(
                ErrorCode.AccessDenied, $"{place} is in an archive: {said}", "Have it restored first, for instance with 'aws s3api restore-object', and wait until that is done."),
            { ErrorCode: "KeyTooLongError" or "InvalidURI" } => Make(ErrorCode.Corrupt, $"S3 does not take the key of {place}: {said}", "Give it another name."),
            { ErrorCode: "BadDigest" or "XAmzContentChecksumMismatch" } => Make(ErrorCode.Corrupt, $"What S3 received for {place} is not what was sent: {said}", "Send it again."),
            { ErrorCode: "NoSuchBucket" } => Make(ErrorCode.NotFound, $"There is no bucket '{bucket}': {said}", "Look at the bucket's name and region."),
            { StatusCode: HttpStatusCode.NotFound } => Make(ErrorCode.NotFound, $"S3 has nothing at {place}: {said}", "Look at the bucket's name and region."),
            { StatusCode: HttpStatusCode.RequestedRangeNotSatisfiable } => Make(ErrorCode.Conflict, $"{place} has fewer bytes than when it was looked at.", "Start over with what is there now."),
            { StatusCode: HttpStatusCode.PreconditionFailed } => Make(ErrorCode.Conflict, $"{place} has changed since it was looked at.", "Start over with what is there now."),
            _ => Keep(AwsErrors.From(operation, endpoint.Host, refusal)),
        };

        MlOpsException Keep(MlOpsException error) => Make(error.Code, error.Message, error.RecommendedAction);

        MlOpsException Make(ErrorCode code, string message, string action) => new(code, message, action, place, refusal);
    }

    // An answer to HEAD has no more than its status.
    private static string Code(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Forbidden => "AccessDenied",
        HttpStatusCode.NotFound => "NoSuchKey",
        HttpStatusCode.PreconditionFailed => "PreconditionFailed",
        HttpStatusCode.ServiceUnavailable => "SlowDown",
        HttpStatusCode.RequestedRangeNotSatisfiable => "InvalidRange",
        _ => status.ToString(),
    };
}
