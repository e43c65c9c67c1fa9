using System.Net.Http.Headers;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace MlOps.Providers.Google;

/// <summary>What calls are authorised with. Nothing is looked up before the first call that needs it.</summary>
internal sealed class GoogleTokens
{
    private const string QuotaHeader = "x-goog-user-project";

    private readonly Lazy<Task<(GoogleCredential Credential, string Source)>> _found = new(() => Task.Run(() => GoogleCredentials.FindAsync(CancellationToken.None)));

    // It stands in a file, which is not to be read for each of thousands of calls.
    private readonly Lazy<string?> _quotaProject = new(() => GoogleCredentials.QuotaProject);

    /// <summary>Where the credentials come from.</summary>
    /// <exception cref="MlOpsException">There are none.</exception>
    public async Task<string> FindSourceAsync() => (await _found.Value.ConfigureAwait(false)).Source;

    /// <summary>The credentials.</summary>
    /// <exception cref="MlOpsException">There are none.</exception>
    public async Task<GoogleCredential> FindAsync() => (await _found.Value.ConfigureAwait(false)).Credential;

    /// <summary>Puts a token on a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">There are no credentials, or they are no longer good for a token.</exception>
    public async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credential = await FindAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var token = await ((ITokenAccessWithHeaders)credential).GetAccessTokenWithHeadersForRequestAsync(request.RequestUri!.GetLeftPart(UriPartial.Authority), cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
            foreach (var (name, values) in token.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }

            if (_quotaProject.Value is { } project)
            {
                request.Headers.Remove(QuotaHeader);
                request.Headers.TryAddWithoutValidation(QuotaHeader, project);
            }
        }
        catch (TokenResponseException e)
        {
            throw new MlOpsException(
                ErrorCode.AccessDenied,
                $"Google gives no token for these credentials: {GoogleErrors.Clean(e.Error?.ErrorDescription ?? e.Error?.Error ?? "it did not say why.")}",
                "Renew them: 'gcloud auth application-default login'.");
        }
    }
}
