using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>Has credentials made or renewed before a call that needs them, so that what goes wrong there is not taken for a failure of the call.</summary>
internal static class AwsSignIn
{
    /// <summary>Sees that there are credentials that are in force. May ask the user, run a program or call a service; the SDK keeps what comes of it.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">There are none.</exception>
    public static async Task EnsureAsync(AWSCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            // Away from the caller's thread, which may be the one that the user is asked on.
            await Task.Run(credentials.GetCredentialsAsync, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Error(e);
        }
    }

    // Neither the SDK's exception nor a program's output is handed on: both may have secrets in them.
    private static MlOpsException Error(Exception exception)
    {
        var causes = AwsErrors.Causes(exception).ToList();
        return causes.OfType<MlOpsException>().FirstOrDefault() is { } ours ? ours
            : causes.OfType<AmazonServiceException>().FirstOrDefault(cause => cause.ErrorCode is { Length: > 0 }) is { } answered ? AwsErrors.From("sts:AssumeRole", "STS", answered)
            : causes[^1] is System.Net.Sockets.SocketException or HttpRequestException or OperationCanceledException or TimeoutException
                ? AwsErrors.From("credentials", "The service that gives AWS credentials", exception)
            : new(
                ErrorCode.NotConfigured,
                $"The AWS credentials cannot be used: {AwsRedaction.Clean(exception.Message)}",
                "Look at the profile in the AWS command line's files; 'aws sts get-caller-identity' shows whether it works there, 'aws sso login' renews a sign-in.");
    }
}
