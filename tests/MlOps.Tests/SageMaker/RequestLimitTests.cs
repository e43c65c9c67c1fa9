using MlOps.StandIn.Contracts;

namespace MlOps.Tests.SageMaker;

public class RequestLimitTests
{
    private static readonly TrainingSpec s_spec = Jobs.Spec;

    private static readonly TrainingSpec s_coded = s_spec with { SourceDirectory = $"s3://b/mlops/_code/{Jobs.Digest}/" };

    /// <summary>A limit, a job at it, one over it, and the words of the error.</summary>
    public static TheoryData<string, TrainingSpec, TrainingSpec, string> Limits => new()
    {
        { "arguments", s_spec with { Arguments = Many(100, "x") }, s_spec with { Arguments = Many(101, "x") }, "101 arguments; SageMaker allows 100" },
        { "argument", s_spec with { Arguments = ["a", "b", Long(256)] }, s_spec with { Arguments = ["a", "b", Long(300)] }, "Argument 3 has 300 characters; SageMaker allows 256." },
        { "lines", s_spec with { Arguments = ["a\tb"] }, s_spec with { Arguments = ["a\nb"] }, "Argument 1 has a line break" },
        { "command", s_spec with { Command = Many(100, "x") }, s_spec with { Command = Many(101, "x") }, "101 elements in its command; SageMaker allows 100" },
        { "command element", s_spec with { Command = [Long(256)] }, s_spec with { Command = [Long(257)] }, "Command element 1 has 257 characters" },
        { "command with code", s_coded with { Command = Many(96, "x") }, s_coded with { Command = Many(97, "x") }, "97 elements in its command; SageMaker allows 96" },
        { "command element with code", s_coded with { Command = ["a", Long(256)] }, s_coded with { Command = ["a", Long(257)] }, "Command element 2 has 257 characters" },
        { "channels with code", s_coded with { Command = ["x"], InputData = Channels(19) }, s_coded with { Command = ["x"], InputData = Channels(20) }, "21 input channels; SageMaker allows 20" },
        { "hyperparameters", s_spec with { Hyperparameters = Hyperparameters(100) }, s_spec with { Hyperparameters = Hyperparameters(101) }, "101 hyperparameters; SageMaker allows 100" },
        { "hyperparameter name", s_spec with { Hyperparameters = [new(Long(256), null)] }, s_spec with { Hyperparameters = [new(Long(257), null)] }, "257 characters; SageMaker allows 256" },
        { "hyperparameter", s_spec with { Hyperparameters = [new("x", Many(12, Long(200)).Append(Long(60)).ToArray())] }, s_spec with { Hyperparameters = [new("x", Many(12, Long(200)).Append(Long(61)).ToArray())] }, "Hyperparameter 'x' has 2501 characters; SageMaker allows 2500" },
        { "variables", s_spec with { Environment = Table(93, 1) }, s_spec with { Environment = Table(94, 1) }, "101 environment variables; SageMaker allows 100" },
        { "variable name", s_spec with { Environment = Named(Long(512), "x") }, s_spec with { Environment = Named(Long(513), "x") }, "513 characters; SageMaker allows 512" },
        { "variable", s_spec with { Environment = Named("V", Long(512)) }, s_spec with { Environment = Named("V", Long(513)) }, "Environment variable 'V' has 513 characters; SageMaker allows 512" },
        { "tags", s_spec with { Tags = Table(50, 1) }, s_spec with { Tags = Table(51, 1) }, "51 tags; SageMaker allows 50" },
        { "tag name", s_spec with { Tags = Named(Long(128), "") }, s_spec with { Tags = Named(Long(129), "") }, "129 characters; SageMaker allows 128" },
        { "tag", s_spec with { Tags = Named("t", Long(256)) }, s_spec with { Tags = Named("t", Long(257)) }, "Tag 't' has 257 characters; SageMaker allows 256" },
        { "tag characters", s_spec with { Tags = Named("t", "ü 1_.:/=+-@") }, s_spec with { Tags = Named("t", "a#b") }, "Tag 't' is 'a#b', which SageMaker does not allow" },
        { "empty tag name", s_spec with { Tags = Named("t", "") }, s_spec with { Tags = Named("", "x") }, "is empty" },
        { "channels", s_spec with { InputData = Channels(20) }, s_spec with { InputData = Channels(21) }, "21 input channels; SageMaker allows 20" },
        { "channel name", s_spec with { InputData = Named(Long(64), "s3://b") }, s_spec with { InputData = Named(Long(65), "s3://b") }, "65 characters; SageMaker allows 64" },
        { "channel characters", s_spec with { InputData = Named("a-b.c_d", "s3://b") }, s_spec with { InputData = Named("a+b", "s3://b") }, "'a+b'" },
        { "channel location", s_spec with { InputData = Named("c", $"s3://b/{Long(1017)}") }, s_spec with { InputData = Named("c", $"s3://b/{Long(1018)}") }, "1025 characters; SageMaker allows 1024" },
        { "location", s_spec with { InputData = Named("c", "s3://b") }, s_spec with { InputData = Named("c", "s3:///x") }, "which SageMaker does not allow" },
        { "metrics", s_spec with { MetricPatterns = Metrics(40) }, s_spec with { MetricPatterns = Metrics(41) }, "41 metrics; SageMaker allows 40" },
        { "metric name", s_spec with { MetricPatterns = Named(Long(255), "(x)") }, s_spec with { MetricPatterns = Named(Long(256), "(x)") }, "256 characters; SageMaker allows 255" },
        { "metric pattern", s_spec with { MetricPatterns = Named("m", $"({Long(498)})") }, s_spec with { MetricPatterns = Named("m", $"({Long(499)})") }, "501 characters; SageMaker allows 500" },
        { "image", s_spec with { Image = Long(255) }, s_spec with { Image = Long(256) }, "The image has 256 characters; SageMaker allows 255" },
        { "role", s_spec with { ExecutionRole = $"arn:aws-cn:iam::123456789012:role/{Long(2014)}" }, s_spec with { ExecutionRole = $"arn:aws-cn:iam::123456789012:role/{Long(2015)}" }, "The role has 2049 characters; SageMaker allows 2048" },
        { "role's form", s_spec with { ExecutionRole = "arn:aws:iam::123456789012:role/a/b" }, s_spec with { ExecutionRole = "arn:aws:iam::123456789012:user/me" }, "The role is 'arn:aws:iam::123456789012:user/me'" },
        { "key", s_spec with { EncryptionKey = "alias/a" }, s_spec with { EncryptionKey = "a b" }, "The encryption key is 'a b'" },
        { "subnets", s_spec with { Subnets = Many(16, "s"), SecurityGroups = ["g"] }, s_spec with { Subnets = Many(17, "s"), SecurityGroups = ["g"] }, "17 subnets; SageMaker allows 16" },
        { "security groups", s_spec with { Subnets = ["s"], SecurityGroups = Many(5, "g") }, s_spec with { Subnets = ["s"], SecurityGroups = Many(6, "g") }, "6 security groups; SageMaker allows 5" },
        { "subnet", s_spec with { Subnets = [Long(32)], SecurityGroups = ["g"] }, s_spec with { Subnets = [Long(33)], SecurityGroups = ["g"] }, "33 characters; SageMaker allows 32" },
        { "runtime", s_spec with { MaxRuntime = TimeSpan.FromDays(28) }, s_spec with { MaxRuntime = TimeSpan.FromDays(28.1) }, "MaxRuntime in seconds is 2427840; SageMaker allows 1 to 2419200" },
        { "least runtime", s_spec with { MaxRuntime = TimeSpan.FromMilliseconds(1) }, s_spec with { MaxRuntime = TimeSpan.Zero }, "MaxRuntime in seconds is 0" },
        { "wait", s_spec with { Spot = true, MaxWait = TimeSpan.FromDays(28) }, s_spec with { Spot = true, MaxWait = TimeSpan.MaxValue }, "MaxWait in seconds is 2147483647" },
        { "retries", s_spec with { Retries = 30 }, s_spec with { Retries = 31 }, "RetryCount is 31; SageMaker allows 1 to 30" },
        { "least retries", s_spec with { Retries = 1 }, s_spec with { Retries = 0 }, "RetryCount is 0" },
        { "kept", s_spec with { KeepAlive = TimeSpan.FromHours(6) }, s_spec with { KeepAlive = TimeSpan.FromSeconds(21601) }, "KeepAlive in seconds is 21601; SageMaker allows 0 to 21600" },
        { "volume", s_spec with { VolumeSize = 16384L << 30 }, s_spec with { VolumeSize = (16384L << 30) + 1 }, "size in GiB is 16385; SageMaker allows 1 to 16384" },
        { "least volume", s_spec with { VolumeSize = 1 }, s_spec with { VolumeSize = 0 }, "size in GiB is 0" },
        { "machines", s_spec with { InstanceCount = 1 }, s_spec with { InstanceCount = 0 }, "InstanceCount is 0; SageMaker allows 1 or more" },
        { "name", s_spec with { Name = Long(63) }, s_spec with { Name = Long(64) }, "64 characters" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void A_limit_can_be_reached_and_not_passed(string limit, TrainingSpec at, TrainingSpec over, string message)
    {
        Assert.NotEmpty(limit);
        Assert.Empty(WireContract.SageMaker.CheckInput("CreateTrainingJob", Jobs.Request(at)));
        Assert.Contains(message, Jobs.Refused(over).Message, StringComparison.Ordinal);
    }

    private static string Long(int length) => new('x', length);

    private static string[] Many(int count, string text) => [.. Enumerable.Repeat(text, count)];

    private static KeyValuePair<string, object?>[] Hyperparameters(int count) => [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"h{i}", (object?)false))];

    private static Dictionary<string, string> Named(string name, string value) => new() { [name] = value };

    private static Dictionary<string, string> Table(int count, int length) => Enumerable.Range(0, count).ToDictionary(i => $"t{i}", _ => Long(length));

    private static Dictionary<string, string> Channels(int count) => Enumerable.Range(0, count).ToDictionary(i => $"c{i}", _ => "s3://b");

    private static Dictionary<string, string> Metrics(int count) => Enumerable.Range(0, count).ToDictionary(i => $"m{i}", _ => "(x)");
}
