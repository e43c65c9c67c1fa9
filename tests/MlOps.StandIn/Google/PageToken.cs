using System.Security.Cryptography;
using System.Text;

namespace MlOps.StandIn.Google;

/// <summary>Tokens that know the query they belong to and the last entry that was shown.</summary>
internal static class PageToken
{
    public static string Make(string query, string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mark(query)}{last}")).Replace('+', '-').Replace('/', '_');

    public static string Read(string query, string token)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(token.Replace('-', '+').Replace('_', '/')));
            if (text.StartsWith(Mark(query), StringComparison.Ordinal))
            {
                return text[8..];
            }
        }
        catch (FormatException)
        {
            // Refused below.
        }

        throw GoogleException.Invalid("page_token is invalid: it is damaged, or belongs to another request.");
    }

    private static string Mark(string query) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(query)))[..8];
}
