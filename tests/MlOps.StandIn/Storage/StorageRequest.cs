using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Serving;

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

    /// <summary>The body, which is what is left of the request to be read.</summary>
    public Stream Body { get; set; } = context.Request.Body;

    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>The request as accounts and projects keep it.</summary>
    public ServiceCall Call(IStorageDialect dialect) => new($"{dialect.Name}.{operation}", "", DateTimeOffset.UtcNow, KeptHeaders.Of(context.Request))
    {
        RawTarget = target.Raw,
        Method = context.Request.Method,
        Path = target.Path,
        Variables = new Dictionary<string, string> { ["bucket"] = bucket, ["object"] = key },
        Query = target.Query.ToDictionary(parameter => parameter.Key, parameter => (IReadOnlyList<string>)[parameter.Value]),
    };

    public string? Query(string name) => target.Query.GetValueOrDefault(name);

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
