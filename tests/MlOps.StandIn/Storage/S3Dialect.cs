using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>S3 with the bucket in the path: which operation a request means, and how errors look.</summary>
internal sealed class S3Dialect : IStorageDialect
{
    private readonly ObjectTable _table;
    private readonly StorageOptions _options;
    private readonly Dictionary<string, Func<StorageRequest, Task<StorageAnswer>>> _operations;

    public S3Dialect(ObjectTable table, StorageOptions options)
    {
        (_table, _options) = (table, options);
        var buckets = new S3BucketOperations(table, options);
        var lists = new S3ListOperations(options);
        var objects = new S3ObjectOperations(table, options);
        var uploads = new S3UploadOperations(options);
        _operations = new(StringComparer.Ordinal)
        {
            ["ListBuckets"] = _ => Task.FromResult(buckets.List()),
            ["CreateBucket"] = request => Task.FromResult(buckets.Create(request)),
            ["DeleteBucket"] = On(buckets.Delete),
            ["HeadBucket"] = On(S3BucketOperations.Head),
            ["GetBucketLocation"] = On(S3BucketOperations.Location),
            ["GetBucketVersioning"] = On(S3BucketOperations.Versioning),
            ["ListObjectsV2"] = On(lists.ListV2),
            ["ListObjects"] = On(lists.ListV1),
            ["DeleteObjects"] = On(S3ObjectOperations.DeleteSeveralAsync),
            ["HeadObject"] = On(S3ObjectOperations.Get),
            ["GetObject"] = On(S3ObjectOperations.Get),
            ["GetObjectAttributes"] = On(S3ObjectOperations.Attributes),
            ["PutObject"] = On(objects.PutAsync),
            ["CopyObject"] = On(objects.CopyAsync),
            ["DeleteObject"] = On(S3ObjectOperations.Delete),
            ["CreateMultipartUpload"] = On(uploads.Create),
            ["UploadPart"] = On(uploads.UploadPartAsync),
            ["ListParts"] = On(uploads.ListParts),
            ["ListMultipartUploads"] = On(uploads.List),
            ["CompleteMultipartUpload"] = On(uploads.CompleteAsync),
            ["AbortMultipartUpload"] = On(uploads.Abort),
        };
    }

    public string Name => "S3";

    public string RequestId => "x-amz-request-id";

    public StorageRequest? Recognize(HttpContext context, StorageTarget target)
    {
        var slash = target.Path.IndexOf('/', 1);
        var bucket = Uri.UnescapeDataString(slash < 0 ? target.Path[1..] : target.Path[1..slash]);
        var key = slash < 0 ? "" : Uri.UnescapeDataString(target.Path[(slash + 1)..]);
        return new(context, target, Operation(context.Request, target, bucket, key), bucket, key);
    }

    public Task<StorageAnswer> AnswerAsync(StorageRequest request) => _operations.TryGetValue(request.Operation, out var operate)
        ? operate(request)
        : throw new StorageFailure(501, "NotImplemented", $"A header or parameter you provided implies functionality that is not implemented: {request.Context.Request.Method} {request.Target.Raw}");

    public StorageAnswer Explain(StorageRequest request, StorageFailure failure)
    {
        var document = new S3Xml("Error", hasNamespace: false).Add("Code", failure.Code).Add("Message", failure.Message);
        foreach (var (name, value) in failure.Details)
        {
            document.Add(name, value);
        }

        // What has no body says nothing but its status.
        var isSilent = HttpMethods.IsHead(request.Context.Request.Method) || failure.Status == 304;
        var answer = isSilent ? new(failure.Status) : document.Add("Resource", request.Target.Path).Add("RequestId", "1").Add("HostId", "1").Answer(failure.Status);
        answer.Headers.AddRange(failure.Headers);
        return answer;
    }

    public StorageFailure Failure(int status, string? code) => status switch
    {
        503 => new(status, code ?? "SlowDown", "Please reduce your request rate."),
        403 => new(status, code ?? "AccessDenied", "Access Denied"),
        400 when code is null or "ExpiredToken" => new(status, "ExpiredToken", "The provided token has expired."),
        404 => new(status, code ?? "NoSuchKey", "The specified key does not exist."),
        >= 500 => new(status, code ?? "InternalError", "We encountered an internal error. Please try again."),
        _ => new(status, code ?? "InvalidRequest", "The request was refused."),
    };

    private static string Operation(HttpRequest request, StorageTarget target, string bucket, string key)
    {
        bool Has(string parameter) => target.Query.ContainsKey(parameter);
        var isCopy = request.Headers.ContainsKey("x-amz-copy-source");
        return (request.Method, bucket.Length > 0, key.Length > 0) switch
        {
            ("GET", false, _) => "ListBuckets",
            ("GET", true, false) => Has("location") ? "GetBucketLocation" : Has("versioning") ? "GetBucketVersioning" : Has("uploads") ? "ListMultipartUploads"
                : Has("versions") || Has("acl") || Has("policy") ? "" : Has("list-type") ? "ListObjectsV2" : "ListObjects",
            ("HEAD", true, false) => "HeadBucket",
            ("PUT", true, false) => Has("versioning") || Has("acl") || Has("policy") ? "" : "CreateBucket",
            ("DELETE", true, false) => "DeleteBucket",
            ("POST", true, false) when Has("delete") => "DeleteObjects",
            ("GET", true, true) => Has("uploadId") ? "ListParts" : Has("attributes") ? "GetObjectAttributes" : Has("acl") || Has("tagging") ? "" : "GetObject",
            ("HEAD", true, true) => "HeadObject",
            ("PUT", true, true) when Has("partNumber") || Has("uploadId") => isCopy ? "" : "UploadPart",
            ("PUT", true, true) => Has("acl") || Has("tagging") ? "" : isCopy ? "CopyObject" : "PutObject",
            ("POST", true, true) => Has("uploads") ? "CreateMultipartUpload" : Has("uploadId") ? "CompleteMultipartUpload" : "",
            ("DELETE", true, true) => Has("uploadId") ? "AbortMultipartUpload" : Has("tagging") ? "" : "DeleteObject",
            _ => "",
        };
    }

    private Func<StorageRequest, Task<StorageAnswer>> On(Func<StorageRequest, TableBucket, StorageAnswer> operate) => request => Task.FromResult(operate(request, Bucket(request)));

    private Func<StorageRequest, Task<StorageAnswer>> On(Func<StorageRequest, TableBucket, Task<StorageAnswer>> operate) => request => operate(request, Bucket(request));

    private TableBucket Bucket(StorageRequest request)
    {
        var bucket = _table.Find(request.Bucket) ?? throw new StorageFailure(404, "NoSuchBucket", "The specified bucket does not exist") { Details = [("BucketName", request.Bucket)] };
        return _options.Region is null || bucket.Region == _options.Region ? bucket
            : throw new StorageFailure(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
            {
                Headers = [("x-amz-bucket-region", bucket.Region)],
                Details = [("Endpoint", $"{bucket.Name}.s3.{bucket.Region}.amazonaws.com"), ("Bucket", bucket.Name)],
            };
    }
}
