using System.Net;
using System.Security;
using System.Text;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Account;

/// <summary>The little of other services that jobs need: who somebody is (STS), roles and what they may (IAM), and objects (S3, the bucket in the path). Forms or paths in, XML out.</summary>
public sealed class NearbyServices
{
    /// <summary>Trusts SageMaker.</summary>
    public const string Trusting = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    // What was put by its text alone is of one time.
    private static readonly DateTimeOffset Written = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>With one bucket.</summary>
    public NearbyServices()
    {
        Buckets = new(Objects);
        Buckets["my-training"] = "eu-central-1";
    }

    /// <summary>Who calls.</summary>
    public string Caller { get; set; } = $"arn:aws:iam::{AccountState.Number}:user/ana";

    /// <summary>The roles by name, each with its trust policy.</summary>
    public Dictionary<string, string> Roles { get; } = new() { ["training"] = Trusting };

    /// <summary>Actions that nobody may do when IAM simulates it: <c>iam:PassRole</c>.</summary>
    public HashSet<string> NotAllowed { get; } = [];

    /// <summary>The buckets by name, each with its region.</summary>
    public BucketRegions Buckets { get; }

    /// <summary>The objects.</summary>
    public ObjectTable Objects { get; } = new();

    /// <summary>How S3 behaves.</summary>
    public StorageOptions Storage { get; } = new();

    /// <summary>What goes wrong with S3.</summary>
    public StorageFaults StorageFaults { get; } = new();

    /// <summary>Buckets that the caller may not look at.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>The most objects of a page.</summary>
    public int PageSize { get => Storage.PageSize; set => Storage.PageSize = value; }

    /// <summary>Writes an object.</summary>
    public void Put(string bucket, string key, string text) => Objects.Put(bucket, key, Encoding.UTF8.GetBytes(text), new() { LastModified = Written });

    internal static bool Serves(ServiceCall call) => call.Target.Split('.') is ["Sts" or "Iam", _];

    internal ServiceAnswer Answer(ServiceCall call, FaultKind? fault, bool isDenied) => fault switch
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
            _ => Error("InvalidAction", $"{call.Target} is not served.", 400),
        },
    };

    private static ServiceAnswer Xml(string body, int status = 200) => new(status, Encoding.UTF8.GetBytes(body)) { ContentType = "text/xml" };

    private static ServiceAnswer Result(string action, string body) => Xml($"<{action}Response><{action}Result>{body}</{action}Result></{action}Response>");

    private static ServiceAnswer Error(string code, string message, int status) =>
        Xml($"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>", status);

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
}
