using Google.Apis.Auth.OAuth2;

namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Whom calls are made as.</summary>
internal static class CredentialCheck
{
    private const string Check = "Credentials";

    public static async Task<MlProviderCheck> RunAsync(VertexAccount account, CancellationToken cancellationToken)
    {
        if (!account.Client(account.Location).NeedsToken)
        {
            return VertexProvider.Rows.Passed(Check, "None: the service is on this machine.");
        }

        try
        {
            var source = await account.Tokens.FindSourceAsync().ConfigureAwait(false);
            var credential = await account.Tokens.FindAsync().ConfigureAwait(false);
            using var probe = new HttpRequestMessage(HttpMethod.Get, "https://aiplatform.googleapis.com/");
            await account.Tokens.AuthorizeAsync(probe, cancellationToken).ConfigureAwait(false);
            var who = credential.UnderlyingCredential is ServiceAccountCredential { Id: { Length: > 0 } id } ? $"{id}, " : "";
            return VertexProvider.Rows.Passed(Check, $"{who}{source}");
        }
        catch (MlOpsException e)
        {
            return VertexProvider.Rows.Failed(Check, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return VertexProvider.Rows.Failed(Check, $"Google gives no token: {TerminalText.Clean(e.Message)}", "Look at the network and at the proxy settings (HTTPS_PROXY).");
        }
    }
}
