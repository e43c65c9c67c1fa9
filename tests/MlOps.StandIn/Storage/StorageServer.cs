using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Storage;

/// <summary>Serves a table of objects on loopback as S3 (the bucket in the path) and as Cloud Storage, told apart by the path.</summary>
public sealed class StorageServer : IStorageHost, IAsyncDisposable
{
    private const string ControlPath = "/_control/";
    private static readonly object CallKey = new();
    private readonly List<string> _violations = [];
    private readonly StorageFront[] _fronts;
    private Loopback? _server;

    private StorageServer(ObjectTable table, StorageOptions options, int seed)
    {
        (Table, Options, Faults) = (table, options, new(seed));
        var traffic = new StorageTraffic();
        _fronts = [new(new CloudStorageDialect(table, options, new(Violate)), options, traffic, this), new(new S3Dialect(table, options), options, traffic, this)];
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Url => _server!.Url;

    /// <summary>The objects.</summary>
    public ObjectTable Table { get; }

    /// <summary>How it behaves.</summary>
    public StorageOptions Options { get; }

    /// <summary>What goes wrong.</summary>
    public StorageFaults Faults { get; }

    /// <summary>The requests so far.</summary>
    public StorageCalls Calls { get; } = new();

    /// <summary>What was wrong with requests to Cloud Storage by its contract.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_violations)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>Starts serving.</summary>
    /// <param name="table">The objects.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="port">Where it listens; 0 is any free port.</param>
    /// <param name="seed">The same seed draws the same lots for faults.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<StorageServer> StartAsync(ObjectTable table, StorageOptions? options = null, int port = 0, int seed = 1, CancellationToken cancellation = default)
    {
        var server = new StorageServer(table, options ?? new(), seed);
        server._server = await Loopback.StartAsync(server.HandleAsync, port, cancellation);
        return server;
    }

    /// <summary>Stops at once: requests that are under way are aborted.</summary>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    async ValueTask<StorageTurn> IStorageHost.EnterAsync(IStorageDialect dialect, StorageRequest request)
    {
        var call = new StorageCall(dialect.Name, request.Operation, request.Context.Request.Method, request.Target.Raw, request.Bucket, request.Key, request.Header("Range") ?? request.Header("Content-Range"));
        if (Calls.KeepsAll)
        {
            call = call with { Headers = KeptHeaders.Of(request.Context.Request) };
        }

        request.Context.Items[CallKey] = call;
        Calls.Enter(call);
        if (Options.Latency > TimeSpan.Zero)
        {
            await Task.Delay(Options.Latency, request.Cancellation);
        }

        var turn = await Faults.MeetAsync(Table, dialect, request);
        return turn.Refusal is null && Options.RequireAuthorization && !request.Headers.ContainsKey("Authorization")
            ? turn with { Refusal = dialect.Explain(request, dialect.Failure(dialect.Name == "S3" ? 403 : 401, null)) }
            : turn;
    }

    void IStorageHost.Leave(StorageRequest request, int status, long sent) => Calls.Leave((StorageCall)request.Context.Items[CallKey]!, status, sent);

    private void Violate(string problem)
    {
        lock (_violations)
        {
            _violations.Add(problem);
        }
    }

    private async Task ControlAsync(HttpContext context, string action)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        JsonNode answer;
        try
        {
            answer = new StorageControl(this).Run(action, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException or FormatException or IOException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new JsonObject { ["message"] = e.Message };
        }

        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = StorageTarget.Of(context);
        if (target.Path.StartsWith(ControlPath, StringComparison.Ordinal))
        {
            await ControlAsync(context, target.Path[ControlPath.Length..]);
            return;
        }

        foreach (var front in _fronts)
        {
            if (await front.TryServeAsync(context, target))
            {
                return;
            }
        }
    }
}
