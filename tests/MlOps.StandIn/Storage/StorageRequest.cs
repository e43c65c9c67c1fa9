using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>A request of a store, told from others and taken apart.</summary>
internal sealed class StorageRequest(HttpContext context, StorageTarget target, string operation, string bucket, string key)
{
    public HttpContext Context => context;

    public IHeaderDictionary Headers => context.Request.Headers;

    /// <summary>The address as it was sent.</summary>
    public StorageTarget Target => target;

    /// <summary>S3: <c>GetObject</c>. Cloud Storage: <c>objects.getMedia</c>. Empty when it is none that is known.</summary>
    public string Operation => operation;

    /// <summary>Empty when it is of none.</summary>
    public string Bucket => bucket;

    /// <summary>The object; empty when it is of the bucket.</summary>
    public string Key => key;

    /// <summary>The JSON that came with it, when there was any and it has been read.</summary>
    public JsonObject? Document { get; set; }

    /// <summary>The body, which is what is left of the request to be read.</summary>
    public Stream Body { get; set; } = context.Request.Body;

    public CancellationToken Cancellation => context.RequestAborted;

    public string? Query(string name) => target.Query.GetValueOrDefault(name);

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
