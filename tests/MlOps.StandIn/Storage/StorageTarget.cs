using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MlOps.StandIn.Storage;

/// <summary>The address of a request as it was sent: nothing in it has been made plain, since names of objects may look like folders above or have empty parts.</summary>
/// <param name="Raw">Path and query.</param>
/// <param name="Path">The path, escaped.</param>
/// <param name="Query">The parameters, not escaped; of several with one name the last.</param>
internal sealed record StorageTarget(string Raw, string Path, IReadOnlyDictionary<string, string> Query)
{
    private static readonly Dictionary<string, string> None = [];

    public static StorageTarget Of(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!raw.StartsWith('/'))
        {
            // To a proxy the whole address is sent.
            var host = raw.IndexOf("://", StringComparison.Ordinal);
            var start = host < 0 ? -1 : raw.IndexOf('/', host + 3);
            raw = start < 0 ? "/" : raw[start..];
        }

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? new(raw, raw, None) : new(raw, raw[..question], Parameters(raw[(question + 1)..]));
    }

    /// <summary>The parameters of a query.</summary>
    private static Dictionary<string, string> Parameters(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
            parameters[Plain(name)] = Plain(value);
        }

        return parameters;
    }

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
