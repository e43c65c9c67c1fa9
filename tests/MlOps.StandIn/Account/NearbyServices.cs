using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security;
using System.Text;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The little of other services that jobs need: who somebody is (STS), roles and what they may (IAM), and objects (S3, the bucket in the path). Forms or paths in, XML out.</summary>
public sealed class NearbyServices
{
    /// <summary>Trusts SageMaker.</summary>
    public const string Trusting = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    /// <summary>Who calls.</summary>
    public string Caller { get; set; } = $"arn:aws:iam::{AccountState.Number}:user/ana";

    /// <summary>The roles by name, each with its trust policy.</summary>
    public Dictionary<string, string> Roles { get; } = new() { ["training"] = Trusting };

    /// <summary>Actions that nobody may do when IAM simulates it: <c>iam:PassRole</c>.</summary>
    public HashSet<string> NotAllowed { get; } = [];

    /// <summary>The buckets by name, each with its region.</summary>
    public ConcurrentDictionary<string, string> Buckets { get; } = new() { ["my-training"] = "eu-central-1" };

    /// <summary>Buckets that the caller may not look at.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>The most objects of a page.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Writes an object.</summary>
    public void Put(string bucket, string key, string text)
    {
        lock (_objects)
        {
            _objects[$"{bucket}/{key}"] = Encoding.UTF8.GetBytes(text);
        }
    }

    internal static bool Serves(ServiceCall call) => call.Target.Split('.') is ["Sts" or "Iam" or "S3", _];

    internal ServiceAnswer Answer(ServiceCall call, FaultKind? fault, bool isDenied, string region) => fault switch
    {
        FaultKind.Expired => Error("ExpiredToken", "The security token included in the request is expired", 403),
        FaultKind.Status500 => Error("InternalFailure", "The request processing has failed because of an unknown error.", 500),
        FaultKind.Throttle => Error("Throttling", "Rate exceeded", 400),
        _ when isDenied => Error("AccessDenied", $"User: {Caller} is not authorized to perform: {call.Target.Replace('.', ':').ToLowerInvariant()}", 403),
        _ => call.Target switch
        {
            "Sts.GetCallerIdentity" => Result("GetCallerIdentity", $"<Arn>{Caller}</Arn><UserId>AIDA</UserId><Account>{AccountState.Number}</Account>"),
            "Iam.GetRole" => GetRole(CallTarget.Fields(call.Body)["RoleName"]),
            "Iam.SimulatePrincipalPolicy" => Simulate(CallTarget.Fields(call.Body)),
            "S3.HeadBucket" or "S3.ListObjectsV2" or "S3.GetObject" => AnswerS3(call, region),
            _ => Error("InvalidAction", $"{call.Target} is not served.", 400),
        },
    };

    private static ServiceAnswer Xml(string body, int status = 200) => new(status, Encoding.UTF8.GetBytes(body)) { ContentType = "text/xml" };

    private static ServiceAnswer Result(string action, string body) => Xml($"<{action}Response><{action}Result>{body}</{action}Result></{action}Response>");

    private static ServiceAnswer Error(string code, string message, int status) =>
        Xml($"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>", status);

    private static ServiceAnswer S3Error(string code, int status) => Xml($"<Error><Code>{code}</Code><Message>{code}: the request was refused</Message><RequestId>1</RequestId></Error>", status);

    private ServiceAnswer GetRole(string name) => Roles.TryGetValue(name, out var trust)
        ? Result("GetRole", $"<Role><RoleName>{name}</RoleName><AssumeRolePolicyDocument>{WebUtility.UrlEncode(trust)}</AssumeRolePolicyDocument></Role>")
        : Error("NoSuchEntity", $"The role with name {name} cannot be found.", 404);

    private ServiceAnswer Simulate(IReadOnlyDictionary<string, string> fields)
    {
        var action = fields["ActionNames.member.1"];
        return Result(
            "SimulatePrincipalPolicy",
            $"<IsTruncated>false</IsTruncated><EvaluationResults><member><EvalActionName>{action}</EvalActionName><EvalDecision>{(NotAllowed.Contains(action) ? "implicitDeny" : "allowed")}</EvalDecision></member></EvaluationResults>");
    }

    private ServiceAnswer AnswerS3(ServiceCall call, string region)
    {
        var address = new Uri($"http://host{call.RawTarget}");
        var path = Uri.UnescapeDataString(address.AbsolutePath[1..]);
        var bucket = path.Split('/')[0];
        if (Forbidden.Contains(bucket))
        {
            return S3Error("AccessDenied", 403);
        }

        if (!Buckets.TryGetValue(bucket, out var home))
        {
            return S3Error("NoSuchBucket", 404);
        }

        var place = new Dictionary<string, string> { ["x-amz-bucket-region"] = home };
        if (home != region)
        {
            return S3Error("PermanentRedirect", 301) with { Headers = place };
        }

        lock (_objects)
        {
            return call.Operation switch
            {
                "HeadBucket" => Xml("") with { Headers = place },
                "ListObjectsV2" => ListObjects(bucket, CallTarget.Fields(address.Query.TrimStart('?'))),
                _ => _objects.TryGetValue(path, out var bytes) ? new(200, bytes) { ContentType = "application/octet-stream" } : S3Error("NoSuchKey", 404),
            };
        }
    }

    private ServiceAnswer ListObjects(string bucket, IReadOnlyDictionary<string, string> query)
    {
        var after = query.GetValueOrDefault("continuation-token") ?? "";
        var all = _objects
            .Where(one => one.Key.StartsWith($"{bucket}/{query.GetValueOrDefault("prefix")}", StringComparison.Ordinal))
            .Select(one => (Key: one.Key[(bucket.Length + 1)..], one.Value.Length))
            .Where(one => string.CompareOrdinal(one.Key, after) > 0).ToArray();
        var page = all.Take(PageSize).ToArray();
        var isMore = page.Length < all.Length;
        var contents = page.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"<Contents><Key>{SecurityElement.Escape(one.Key)}</Key><LastModified>2026-03-01T12:00:00.000Z</LastModified><ETag>\"1\"</ETag><Size>{one.Length}</Size><StorageClass>STANDARD</StorageClass></Contents>"));
        var next = isMore ? $"<NextContinuationToken>{SecurityElement.Escape(page[^1].Key)}</NextContinuationToken>" : "";
        return Xml($"<ListBucketResult><Name>{bucket}</Name><KeyCount>{page.Length}</KeyCount><MaxKeys>{PageSize}</MaxKeys><IsTruncated>{(isMore ? "true" : "false")}</IsTruncated>{string.Concat(contents)}{next}</ListBucketResult>");
    }
}
