using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace MlOps.Providers.Aws;

/// <summary>Finds the credentials to sign with, in the order of the AWS command line.</summary>
/// <param name="profile">The profile; <see langword="null"/> for the default one.</param>
/// <param name="isChosen">Whether the profile was chosen here and not by a variable of the environment: it then goes before keys in the environment.</param>
/// <param name="askCode">Asks for the code of a profile's MFA device.</param>
internal sealed class AwsCredentials(string? profile, bool isChosen, Func<string, string> askCode)
{
    /// <summary>Finds the credentials. May run a program or ask the machine's metadata service.</summary>
    /// <returns>The credentials, which renew themselves where they can.</returns>
    /// <exception cref="MlOpsException">There are none, or the profile does not exist.</exception>
    public AWSCredentials Resolve()
    {
        if (isChosen)
        {
            return FromProfile(profile!) ?? throw NoProfile(profile!);
        }

        return FromEnvironment() ?? FromProfile(profile ?? AwsFiles.DefaultProfile) ?? (profile is null ? FromMachine() : throw NoProfile(profile));
    }

    private static AWSCredentials? FromEnvironment() =>
        IsSet(EnvironmentVariablesAWSCredentials.ENVIRONMENT_VARIABLE_ACCESSKEY) ? new EnvironmentVariablesAWSCredentials()
        : IsSet(AssumeRoleWithWebIdentityCredentials.WebIdentityTokenFileEnvVariable) ? AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables()
        : null;

    private AWSCredentials? FromProfile(string name)
    {
        var source = new AwsProfileSource();
        if (!source.TryGetProfile(name, out var found))
        {
            return null;
        }

        var credentials = found!.GetAWSCredentials(source);
        if (credentials is AssumeRoleAWSCredentials { Options: { MfaSerialNumber: { Length: > 0 } device } options })
        {
            options.MfaTokenCodeCallback = () => askCode(device);
        }

        return credentials;
    }

    /// <summary>A container's role or the machine's.</summary>
    private static AWSCredentials FromMachine()
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException)
        {
            throw new MlOpsException(
                ErrorCode.NotConfigured,
                "There are no AWS credentials: neither in the environment, nor in the AWS command line's files, nor from this machine's role.",
                "Run 'aws configure' or 'aws sso login', set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: Set-MlContext -SageMakerProfile.",
                target: null,
                e);
        }
    }

    private static MlOpsException NoProfile(string name) => new(
        ErrorCode.NotConfigured,
        $"The AWS profile '{TerminalText.Clean(name)}' has no credentials, or does not exist.",
        "'aws configure list-profiles' shows the profiles; Set-MlContext -SageMakerProfile chooses one.",
        name);

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
