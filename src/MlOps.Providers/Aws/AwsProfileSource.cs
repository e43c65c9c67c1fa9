using Amazon.Runtime.CredentialManagement;

namespace MlOps.Providers.Aws;

/// <summary>Hands the profiles of the AWS command line's files to the SDK, as the files are now.</summary>
/// <remarks>The SDK's own reader fixes the files' places when it is loaded, and refuses a whole profile for one bad key that has nothing to do with credentials.</remarks>
internal sealed class AwsProfileSource : ICredentialProfileSource
{
    /// <inheritdoc/>
    public bool TryGetProfile(string profileName, out CredentialProfile? profile)
    {
        var options = new CredentialProfileOptions
        {
            AccessKey = Value("aws_access_key_id"),
            SecretKey = Value("aws_secret_access_key"),
            Token = Value("aws_session_token"),
            AwsAccountId = Value("aws_account_id"),
            CredentialProcess = Value("credential_process"),
            CredentialSource = Value("credential_source"),
            ExternalID = Value("external_id"),
            MfaSerial = Value("mfa_serial"),
            RoleArn = Value("role_arn"),
            RoleSessionName = Value("role_session_name"),
            SourceProfile = Value("source_profile"),
            WebIdentityTokenFile = Value("web_identity_token_file"),
            SsoAccountId = Value("sso_account_id"),
            SsoRoleName = Value("sso_role_name"),
            SsoSession = Value("sso_session"),
            SsoRegion = Value("sso_region"),
            SsoStartUrl = Value("sso_start_url"),
        };
        if (options.SsoSession is { } session)
        {
            options.SsoRegion = AwsFiles.FindInSession(session, "sso_region") ?? options.SsoRegion;
            options.SsoStartUrl = AwsFiles.FindInSession(session, "sso_start_url") ?? options.SsoStartUrl;
        }

        profile = new(profileName, options);
        var found = profile.CanCreateAWSCredentials;
        if (!found)
        {
            profile = null;
        }

        return found;

        string? Value(string key) => AwsFiles.Find(profileName, key)?.Value;
    }
}
