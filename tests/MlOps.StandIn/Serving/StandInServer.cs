using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Serving;

/// <summary>Serves an account, a project or a scenario over HTTP on loopback, in the protocol AWS JSON 1.1 or as REST with JSON.</summary>
public sealed partial class StandInServer : IAsyncDisposable
{
    private const string ControlPath = "/_control/";
    private const string TokenTarget = "OAuth.token";
    private readonly IService _service;
    private Loopback? _server;

    private StandInServer(IService service) => _service = service;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => _server!.Url;

    /// <summary>Starts serving. Port 0 is any free one.</summary>
    public static async Task<StandInServer> StartAsync(IService service, int port = 0, CancellationToken cancellation = default)
    {
        var server = new StandInServer(service);
        server._server = await Loopback.StartAsync(server.HandleAsync, port, cancellation);
        return server;
    }

    /// <summary>Stops at once: calls that are under way are aborted.</summary>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (_service is IStoringService storing && await storing.TryServeAsync(context, StorageTarget.Of(context)))
        {
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (context.Request.Path.Value!.StartsWith(ControlPath, StringComparison.Ordinal))
        {
            await SendAsync(context, Control(context.Request.Path.Value[ControlPath.Length..], body));
            return;
        }

        var call = Call(context, body);
        try
        {
            await SendAsync(context, await _service.AnswerAsync(call, context.RequestAborted), call);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // A mistake of the stand-in says what it is: what it looks like to the caller is a failure of the service.
            await SendAsync(context, call.Method is null ? ServiceAnswer.Error("StandInFailure", e.ToString(), 500) : GoogleError.Answer("INTERNAL", e.ToString()), call);
        }
    }

    private static ServiceCall Call(HttpContext context, string body)
    {
        var request = context.Request;
        var headers = KeptHeaders.Of(request);

        // As it was sent: names of objects have escaped slashes.
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (CallTarget.Of(request, body) is var target && (target.Length > 0 || (request.Method == HttpMethods.Post && request.Path == "/")))
        {
            return new(target, body, DateTimeOffset.UtcNow, headers) { RawTarget = raw };
        }

        var path = raw.Split('?')[0];
        var route = RestRoutes.Find(request.Method, path);
        if (route?.Target == TokenTarget)
        {
            body = $"{{\"grant_type\":\"{TokenGrant().Match(body).Groups[1].Value}\",\"rest\":\"(not kept)\"}}";
        }

        return new(route?.Target ?? "", body, DateTimeOffset.UtcNow, headers)
        {
            RawTarget = raw,
            Method = request.Method,
            Path = path,
            Variables = route?.Variables ?? new Dictionary<string, string>(),
            Query = request.Query.ToDictionary(parameter => parameter.Key, parameter => (IReadOnlyList<string>)[.. parameter.Value.Select(value => value ?? "")]),
        };
    }

    [GeneratedRegex("grant_type=([A-Za-z_]+)")]
    private static partial Regex TokenGrant();

    private ServiceAnswer Control(string action, string body)
    {
        try
        {
            return ServiceAnswer.Ok(_service.Control(action, body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject()));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException or FormatException or ServiceException)
        {
            return ServiceAnswer.Error("ControlError", e.Message);
        }
    }

    private static async Task SendAsync(HttpContext context, ServiceAnswer answer, ServiceCall? call = null)
    {
        var response = context.Response;
        var body = answer.Fault == FaultKind.Truncate ? answer.Body[..(answer.Body.Length / 2)] : answer.Body;
        response.StatusCode = answer.Status;
        var rest = call?.Method is not null;
        response.ContentType = answer.ContentType ?? (rest ? "application/json; charset=UTF-8" : "application/x-amz-json-1.1");
        response.ContentLength = body.Length;
        if (!rest)
        {
            response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        switch (answer.Fault)
        {
            case FaultKind.Reset:
                await response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
                await response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            case FaultKind.Slow:
                var piece = Math.Max(1, body.Length / 20);
                for (var sent = 0; sent < body.Length; sent += piece)
                {
                    await response.Body.WriteAsync(body.Slice(sent, Math.Min(piece, body.Length - sent)), context.RequestAborted);
                    await response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(100, context.RequestAborted);
                }

                break;
            default:
                await response.Body.WriteAsync(body, context.RequestAborted);
                break;
        }
    }
}
