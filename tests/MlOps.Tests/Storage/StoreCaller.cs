using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MlOps.StandIn.Storage;

namespace MlOps.Tests.Storage;

/// <summary>Speaks to a <see cref="StorageServer"/> with nothing between the test and the wire but HTTP: addresses are sent as they are written.</summary>
internal sealed class StoreCaller : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private StoreCaller(StorageServer server) => Server = server;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public StorageServer Server { get; }

    public ObjectTable Table => Server.Table;

    public static async Task<StoreCaller> Start(StorageOptions? options = null)
    {
        var table = new ObjectTable();
        table.AddBucket("b");
        return new(await StorageServer.StartAsync(table, options, cancellation: Stop));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<HttpResponseMessage> Send(string method, string target, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var address = target.StartsWith("http", StringComparison.Ordinal) ? target : Server.Url + target;
        using var request = new HttpRequestMessage(new(method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = body is null ? null : new ByteArrayContent(body);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, Stop);
    }

    /// <summary>The answer's body; the status has to be the one that is expected.</summary>
    public async Task<byte[]> Bytes(HttpStatusCode expected, string method, string target, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var answer = await Send(method, target, body, headers);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
        return bytes;
    }

    public async Task<XElement> Xml(HttpStatusCode expected, string method, string target, byte[]? body = null, params (string Name, string Value)[] headers) =>
        XDocument.Parse(Encoding.UTF8.GetString(await Bytes(expected, method, target, body, headers))).Root!;

    public async Task<JsonObject> Json(HttpStatusCode expected, string method, string target, byte[]? body = null, params (string Name, string Value)[] headers) =>
        JsonNode.Parse(await Bytes(expected, method, target, body, headers))!.AsObject();

    /// <summary>The code of an error of S3.</summary>
    public async Task<string> Code(HttpStatusCode expected, string method, string target, byte[]? body = null, params (string Name, string Value)[] headers) =>
        Value(await Xml(expected, method, target, body, headers), "Code");

    /// <summary>The text of an element, whatever its namespace.</summary>
    public static string Value(XElement parent, string name) => parent.Elements().Single(element => element.Name.LocalName == name).Value;

    public static IEnumerable<XElement> All(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    public static byte[] Md5(byte[] bytes)
    {
        using var hash = ContentHash.Create(ChecksumAlgorithm.Md5);
        hash.Append(bytes);
        return hash.Finish().ToArray();
    }

    /// <summary>Bytes that repeat nowhere near.</summary>
    public static byte[] Sample(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
