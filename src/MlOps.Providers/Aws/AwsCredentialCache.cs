using System.Collections.Concurrent;
using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>Keeps credentials for the life of the session: a code of a second factor is asked for once, not by every cmdlet.</summary>
internal static class AwsCredentialCache
{
    private static readonly string[] s_variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    private static readonly ConcurrentDictionary<string, AWSCredentials> s_known = new(StringComparer.Ordinal);

    // Credentials that renew themselves ask whoever works at that time.
    private static IUserPrompt? s_prompt;

    /// <summary>The credentials of a profile, or of the environment.</summary>
    /// <param name="profile">The profile; <see langword="null"/> for the default one.</param>
    /// <param name="isChosen">Whether the profile goes before keys in the environment.</param>
    /// <param name="prompt">Asks the user.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="MlOpsException">There are none.</exception>
    public static AWSCredentials Resolve(string? profile, bool isChosen, IUserPrompt prompt)
    {
        s_prompt = prompt;
        var key = string.Join('\n', [profile ?? "", $"{isChosen}", .. s_variables.Select(Environment.GetEnvironmentVariable), .. AwsFiles.Stamps()]);
        if (!s_known.TryGetValue(key, out var credentials))
        {
            credentials = new AwsCredentials(profile, isChosen, Ask).Resolve();

            // Only what is in force now: secrets that were replaced are not kept.
            s_known.Clear();
            s_known[key] = credentials;
        }

        return credentials;
    }

    private static string Ask(string device) =>
        s_prompt?.AskSecret($"Code of the MFA device {TerminalText.Clean(device)}") is { Length: > 0 } code
            ? code
            : throw new MlOpsException(
                ErrorCode.NotConfigured,
                $"The AWS profile needs a code of the MFA device {TerminalText.Clean(device)}, and nobody was there to be asked.",
                "Run it in an interactive session, or take a profile without a second factor.",
                device);
}
