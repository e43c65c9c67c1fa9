using System.Text.Json;
using Google.Apis.Auth.OAuth2;

namespace MlOps.Providers.Google;

/// <summary>Finds whom calls are made as, in the order of Google's own tools: a file that is named, gcloud's application default, gcloud's active account, the machine's account.</summary>
internal static class GoogleCredentials
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>Finds the credentials. May ask the machine's metadata service.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The credentials, which renew themselves, and where they come from.</returns>
    /// <exception cref="MlOpsException">There are none, or the file is none of credentials.</exception>
    public static async Task<(GoogleCredential Credential, string Source)> FindAsync(CancellationToken cancellationToken)
    {
        var (found, source) = FindFile() is { } file ? (await ReadAsync(file, cancellationToken).ConfigureAwait(false), file) : (await FromMachineAsync().ConfigureAwait(false), "this machine's service account");
        var scoped = found.CreateScoped(Scope);
        if (Property("CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT", "auth", "impersonate_service_account") is { } account)
        {
            scoped = scoped.Impersonate(new ImpersonatedCredential.Initializer(account) { Scopes = [Scope] });
            source = $"{source}, as {account}";
        }

        return (scoped, source);
    }

    /// <summary>The project that quotas are counted for, when it is not the credentials' own.</summary>
    public static string? QuotaProject =>
        Environment.GetEnvironmentVariable("GOOGLE_CLOUD_QUOTA_PROJECT") is { Length: > 0 } project ? project
        : Property("CLOUDSDK_BILLING_QUOTA_PROJECT", "billing", "quota_project") is { } configured && configured is not ("LEGACY" or "CURRENT_PROJECT" or "CURRENT_PROJECT_WITH_FALLBACK") ? configured
        : null;

    private static string? FindFile()
    {
        if (Environment.GetEnvironmentVariable("GOOGLE_APPLICATION_CREDENTIALS") is { Length: > 0 } named)
        {
            return named;
        }

        var byDefault = Path.Combine(GcloudConfiguration.Folder, "application_default_credentials.json");
        if (File.Exists(byDefault))
        {
            return byDefault;
        }

        // What 'gcloud auth login' leaves for other tools.
        return Property("CLOUDSDK_CORE_ACCOUNT", "core", "account") is { } account && SafeName(account)
            && Path.Combine(GcloudConfiguration.Folder, "legacy_credentials", account, "adc.json") is var ofAccount && File.Exists(ofAccount)
            ? ofAccount
            : null;
    }

    private static async Task<GoogleCredential> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(text);
            return CredentialFactory.FromJson(text, document.RootElement.GetProperty("type").GetString());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A key that is damaged can fail in any way, and the message may quote the file.
            throw new MlOpsException(
                ErrorCode.NotConfigured,
                $"The Google credentials in '{file}' cannot be used: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : "the file is not readable, or holds no credentials.")}",
                "Run 'gcloud auth application-default login', or name a key file in GOOGLE_APPLICATION_CREDENTIALS.",
                file);
        }
    }

    private static async Task<GoogleCredential> FromMachineAsync() =>
        await ComputeCredential.IsRunningOnComputeEngine().ConfigureAwait(false)
            ? GoogleCredential.FromComputeCredential()
            : throw new MlOpsException(
                ErrorCode.NotConfigured,
                "There are no Google credentials: no file is named, gcloud has none, and this machine has no service account.",
                "Run 'gcloud auth application-default login', or name a key file in GOOGLE_APPLICATION_CREDENTIALS.");

    private static string? Property(string variable, string section, string property) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : GcloudConfiguration.Find(section, property)?.Value;

    private static bool SafeName(string account) => account.IndexOfAny(['/', '\\']) < 0 && account is not ("." or "..");
}
