using System.Net;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Serving;

/// <summary>What a request is for, in the form of <c>X-Amz-Target</c>, whichever protocol its service speaks: <c>SageMaker.Search</c>, <c>Sts.GetCallerIdentity</c>.</summary>
internal static class CallTarget
{
    private const string Form = "application/x-www-form-urlencoded";

    public static string Of(HttpRequest request, string body) =>
        request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target ? target
        : HttpMethods.IsPost(request.Method) && request.Path == "/" && request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) == true ? OfForm(body)
        : "";

    /// <summary>The fields of a form.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string body) =>
        body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).ToDictionary(field => WebUtility.UrlDecode(field[0]), field => WebUtility.UrlDecode(field.ElementAtOrDefault(1) ?? ""));

    private static string OfForm(string body)
    {
        var fields = Fields(body);
        return $"{(fields.GetValueOrDefault("Version") == "2011-06-15" ? "Sts" : "Iam")}.{fields.GetValueOrDefault("Action")}";
    }
}
