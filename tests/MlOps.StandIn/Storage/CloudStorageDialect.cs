using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>The JSON API of Cloud Storage: which operation a request means, and how errors look.</summary>
internal sealed class CloudStorageDialect : IStorageDialect
{
    private const string Api = "storage/v1/b";
    private readonly ObjectTable _table;
    private readonly StorageOptions _options;
    private readonly CloudStorageContract _contract;
    private readonly Dictionary<string, Func<StorageRequest, Task<StorageAnswer>>> _operations;

    public CloudStorageDialect(ObjectTable table, StorageOptions options, CloudStorageContract contract)
    {
        (_table, _options, _contract) = (table, options, contract);
        var shown = new CloudStorageResource(options);
        var objects = new CloudStorageObjectOperations(table, options, shown, contract);
        var uploads = new CloudStorageUploadOperations(options, contract);
        _operations = new(StringComparer.Ordinal)
        {
            ["buckets.list"] = _ => Task.FromResult(objects.Buckets()),
            ["buckets.insert"] = objects.CreateBucketAsync,
            ["buckets.get"] = On(objects.Bucket),
            ["objects.list"] = On(objects.List),
            ["objects.get"] = On(CloudStorageObjectOperations.Get),
            ["objects.getMedia"] = On(CloudStorageObjectOperations.GetMedia),
            ["objects.delete"] = On(CloudStorageObjectOperations.Delete),
            ["objects.compose"] = On(objects.ComposeAsync),
            ["objects.insert"] = On(uploads.InsertAsync),
            ["objects.insertMultipart"] = On(uploads.InsertMultipartAsync),
            ["objects.insertResumable"] = On(uploads.BeginAsync),
            ["objects.resume"] = On(uploads.ResumeAsync),
            ["objects.cancelResumable"] = On(uploads.Cancel),
        };
    }

    public string Name => "Storage";

    public string RequestId => "X-GUploader-UploadID";

    public StorageRequest? Recognize(HttpContext context, StorageTarget target)
    {
        // /storage/v1/b/BUCKET/o/OBJECT/compose, where names have their slashes escaped.
        var path = target.Path.AsSpan(1);
        var isUpload = path.StartsWith("upload/", StringComparison.Ordinal);
        var isDownload = path.StartsWith("download/", StringComparison.Ordinal);
        path = isUpload ? path["upload/".Length..] : isDownload ? path["download/".Length..] : path;
        if (!path.StartsWith(Api, StringComparison.Ordinal) || (path.Length > Api.Length && path[Api.Length] != '/'))
        {
            return null;
        }

        var parts = path[Api.Length..].ToString().Split('/')[1..];
        string Part(int index) => index < parts.Length ? Uri.UnescapeDataString(parts[index]) : "";
        return new(context, target, Operation(context.Request.Method, target, parts, isUpload, isDownload), Part(0), Part(2));
    }

    public Task<StorageAnswer> AnswerAsync(StorageRequest request)
    {
        _contract.CheckQuery(request);
        return _operations.TryGetValue(request.Operation, out var operate) ? operate(request)
            : throw new StorageFailure(404, "notFound", $"Not Found: {request.Context.Request.Method} {request.Target.Raw}");
    }

    public StorageAnswer Explain(StorageRequest request, StorageFailure failure)
    {
        StorageAnswer answer;
        if (failure.Status is 304 or 308 or 499)
        {
            answer = new(failure.Status);
        }
        else if (request.Operation == "objects.getMedia" && _options.SaysMediaErrorsPlainly)
        {
            // What is asked for bytes says what is wrong in words.
            answer = StorageAnswer.Text(failure.Status, "text/html; charset=UTF-8", failure.Message);
        }
        else
        {
            var error = new JsonObject
            {
                ["code"] = failure.Status,
                ["message"] = failure.Message,
                ["errors"] = new JsonArray(new JsonObject { ["message"] = failure.Message, ["domain"] = "global", ["reason"] = failure.Code }),
            };
            answer = StorageAnswer.Text(failure.Status, "application/json; charset=UTF-8", new JsonObject { ["error"] = error }.ToJsonString());
        }

        answer.Headers.AddRange(failure.Headers);
        return answer;
    }

    public StorageFailure Failure(int status, string? code) => status switch
    {
        401 => new(status, code ?? "authError", "Invalid Credentials"),
        403 => new(status, code ?? "forbidden", "Access denied."),
        404 => new(status, code ?? "notFound", "No such object"),
        408 => new(status, code ?? "requestTimeout", "Request timeout"),
        410 => new(status, code ?? "gone", "The upload session is no longer available."),
        412 => new(status, code ?? "conditionNotMet", "At least one of the pre-conditions you specified did not hold."),
        429 => new(status, code ?? "rateLimitExceeded", "The rate of requests to the bucket exceeds the limit. Please reduce your request rate."),
        500 => new(status, code ?? "internalError", "We encountered an internal error. Please try again."),
        503 => new(status, code ?? "backendError", "Backend Error"),
        _ => new(status, code ?? "invalid", "The request was refused."),
    };

    private static string Operation(string method, StorageTarget target, string[] parts, bool isUpload, bool isDownload)
    {
        var isMedia = isDownload || target.Query.GetValueOrDefault("alt") == "media";
        return (method, parts) switch
        {
            // Google's own libraries go on with POST, its documentation with PUT.
            ("PUT" or "POST", [_, "o"]) when isUpload && target.Query.ContainsKey("upload_id") => "objects.resume",
            ("DELETE", [_, "o"]) when isUpload && target.Query.ContainsKey("upload_id") => "objects.cancelResumable",
            ("POST", [_, "o"]) when isUpload => target.Query.GetValueOrDefault("uploadType") switch
            {
                "multipart" => "objects.insertMultipart",
                "resumable" => "objects.insertResumable",
                "media" => "objects.insert",
                _ => "",
            },
            _ when isUpload => "",
            ("GET", []) => "buckets.list",
            ("POST", []) => "buckets.insert",
            ("GET", [_]) => "buckets.get",
            ("GET", [_, "o"]) => "objects.list",
            ("GET", [_, "o", { Length: > 0 }]) => isMedia ? "objects.getMedia" : "objects.get",
            ("DELETE", [_, "o", { Length: > 0 }]) => "objects.delete",
            ("POST", [_, "o", { Length: > 0 }, "compose"]) => "objects.compose",
            _ => "",
        };
    }

    private Func<StorageRequest, Task<StorageAnswer>> On(Func<StorageRequest, TableBucket, StorageAnswer> operate) => request => Task.FromResult(operate(request, Bucket(request)));

    private Func<StorageRequest, Task<StorageAnswer>> On(Func<StorageRequest, TableBucket, Task<StorageAnswer>> operate) => request => operate(request, Bucket(request));

    private TableBucket Bucket(StorageRequest request) => _table.Find(request.Bucket) ?? throw new StorageFailure(404, "notFound", "The specified bucket does not exist.");
}
