namespace MlOps.Tests.Vertex;

public class RequestLimitTests
{
    private static readonly TrainingSpec s_spec = VertexJobs.Spec;

    private static readonly TrainingSpec s_coded = s_spec with { SourceDirectory = $"gs://b/mlops/_code/{SageMaker.Jobs.Digest}/" };

    /// <summary>A limit, a job at it, one over it, and the words of the error.</summary>
    public static TheoryData<string, TrainingSpec, TrainingSpec, string> Limits => new()
    {
        { "variables", s_spec with { Environment = Variables(93) }, s_spec with { Environment = Variables(94) }, "101 environment variables; Vertex AI allows 100" },
        { "variable", s_spec with { Environment = Named("V", Long(131069)) }, s_spec with { Environment = Named("V", Long(131070)) }, "Environment variable 'V' has 131072 bytes; no program can be started with more than 131071" },
        { "argument", s_spec with { Arguments = ["a", Long(131071)] }, s_spec with { Arguments = ["a", Long(131072)] }, "Argument 2 has 131072 bytes" },
        { "command element", s_coded with { Command = ["a", Long(131071)] }, s_coded with { Command = ["a", Long(131072)] }, "Command element 2 has 131072 bytes" },
        { "labels", s_spec with { Tags = Labels(64) }, s_spec with { Tags = Labels(65) }, "65 tags; Google Cloud allows 64" },
        { "label name", s_spec with { Tags = Named(Long(63), "") }, s_spec with { Tags = Named(Long(64), "") }, "64 characters; Google Cloud allows 63" },
        { "label", s_spec with { Tags = Named("t", Long(63)) }, s_spec with { Tags = Named("t", Long(64)) }, "Tag 't' has 64 characters; Google Cloud allows 63" },
        { "label characters", s_spec with { Tags = Named("t", "a-b_1ü日") }, s_spec with { Tags = Named("t", "a b") }, "Tag 't' is 'a b', and ' ' cannot be in a label" },
        { "label case", s_spec with { Tags = Named("team", "ß") }, s_spec with { Tags = Named("Team", "x") }, "The name of the tag 'Team' is 'Team', and 'T' cannot be in a label" },
        { "empty label name", s_spec with { Tags = Named("t", "") }, s_spec with { Tags = Named("", "x") }, "is empty" },
        { "volume", s_spec with { VolumeSize = 64000L << 30 }, s_spec with { VolumeSize = (64000L << 30) + 1 }, "size in GB is 64001; Vertex AI allows 100 to 64000" },
        { "least volume", s_spec with { VolumeSize = 100L << 30 }, s_spec with { VolumeSize = 99L << 30 }, "size in GB is 99" },
        { "machines", s_spec with { InstanceCount = 1 }, s_spec with { InstanceCount = 0 }, "InstanceCount is 0; Vertex AI allows 1 or more" },
        { "runtime", s_spec with { MaxRuntime = TimeSpan.FromMilliseconds(1) }, s_spec with { MaxRuntime = TimeSpan.Zero }, "MaxRuntime in seconds is 0" },
        { "account", s_spec with { ExecutionRole = "a@b.c" }, s_spec with { ExecutionRole = "me" }, "The service account is 'me'" },
        { "network", s_spec with { Subnets = ["projects/1/global/networks/n"] }, s_spec with { Subnets = ["projects/p/global/networks/n"] }, "The network is 'projects/p/global/networks/n'" },
        { "key", s_spec with { EncryptionKey = "projects/p/locations/l/keyRings/r/cryptoKeys/k" }, s_spec with { EncryptionKey = "alias/k" }, "The encryption key is 'alias/k'" },
        { "name", s_spec with { Name = Long(63) }, s_spec with { Name = Long(64) }, "64 characters" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void A_limit_can_be_reached_and_not_passed(string limit, TrainingSpec at, TrainingSpec over, string message)
    {
        Assert.NotEmpty(limit);
        Assert.Empty(VertexJobs.Problems(VertexJobs.Request(at)));
        Assert.Contains(message, VertexJobs.Refused(over).Message, StringComparison.Ordinal);
    }

    private static string Long(int length) => new('x', length);

    private static Dictionary<string, string> Named(string name, string value) => new() { [name] = value };

    private static Dictionary<string, string> Labels(int count) => Enumerable.Range(0, count).ToDictionary(i => $"t{i}", _ => "x");

    // Seven of the contract are added, and Python's.
    private static Dictionary<string, string> Variables(int count) => Labels(count);
}
