using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Jobs;
using MlOps.Providers.Vertex.Requests;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.Vertex;

/// <summary>Jobs, their requests, and what Vertex AI would say of them afterwards.</summary>
internal static class VertexJobs
{
    public const string Name = "projects/123456789/locations/europe-west4/customJobs/987";

    public static VertexDefaults Defaults { get; } = new("my-project", "europe-west4", "my-bucket", "trainer@my-project.iam.gserviceaccount.com");

    public static TrainingSpec Spec { get; } = new() { Name = "digits-1", Image = "europe-west4-docker.pkg.dev/my-project/ml/train:1" };

    public static BuiltRequest Build(TrainingSpec spec) => CustomJobRequest.Build(spec, Defaults);

    public static JsonObject Request(TrainingSpec spec) => Build(spec).Document;

    /// <summary>What the published contract has against a request's document.</summary>
    public static IReadOnlyList<string> Problems(JsonNode document) => WireContract.Vertex.CheckInput("CreateCustomJob", new JsonObject
    {
        ["parent"] = "projects/my-project/locations/europe-west4",
        ["body"] = document.DeepClone(),
    });

    public static JsonObject Pool(TrainingSpec spec, int index = 0) => Request(spec)["jobSpec"]!["workerPoolSpecs"]![index]!.AsObject();

    public static MlJob ReadBack(TrainingSpec spec) => ReadBack(Request(spec));

    /// <summary>The job that the service would give: the request, with a resource name and a state.</summary>
    public static MlJob ReadBack(JsonObject request)
    {
        var answer = request.DeepClone().AsObject();
        answer["name"] = Name;
        answer["state"] = "JOB_STATE_SUCCEEDED";
        answer["createTime"] = "2026-11-23T10:00:00.123456789Z";
        return Read(answer.ToJsonString());
    }

    public static MlJob Read(string json) => CustomJobMapping.ToJob(JsonSerializer.Deserialize(json, VertexJson.Default.CustomJobDocument)!, null, "us-central1");

    public static MlOpsException Refused(TrainingSpec spec)
    {
        var exception = Assert.Throws<MlOpsException>(() => Build(spec));
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        return exception;
    }

    /// <summary>The jobs that SageMaker is tested with, with inputs and tags that Vertex AI can have, and with texts that it would expand.</summary>
    public static Gen<TrainingSpec> Specs { get; } =
        from spec in SageMaker.Jobs.Specs
        from references in Gen.Elements("$(HOME)", "$$(HOME)", "$$", "$", "$(", "$()", "a$(MLOPS_JOB_NAME)b", "$(A$(B))", "$$$(X)$", "$(date +%s)").ListOf()
        from tags in Gen.Elements("", "vision", "a-b_1", "日本", "ünï").ListOf()
        from train in Gen.Elements("gs://data/digits", "gs://b/", "gs://b2", "gs://data/a b/ü", $"gs://my-bucket/mlops/_inputs/{SageMaker.Jobs.Digest}/", $"gs://my-bucket/mlops/_inputs/{SageMaker.Jobs.Digest}/a b.csv")
        from patterns in Gen.Elements(@"loss=(\S+)", @"(?<value>[\d.]+) acc", @"\$\((x)\)").ListOf()
        select spec with
        {
            Image = Spec.Image,
            Arguments = [.. spec.Arguments, .. references.Take(5)],
            Environment = spec.Environment.Concat(references.Take(5).Select((text, index) => KeyValuePair.Create($"R_{index}", text))).ToDictionary(),
            Tags = tags.Take(12).Select((value, index) => (value, index)).ToDictionary(pair => $"tag-{pair.index}", pair => pair.value),
            SourceDirectory = spec.SourceDirectory is null ? null : $"gs://my-bucket/mlops/_code/{SageMaker.Jobs.Digest}",
            InputData = new Dictionary<string, string> { ["train"] = train, ["my-val.1"] = "gs://my-data/val" },
            MetricPatterns = patterns.Take(5).Select((text, index) => (text, index)).ToDictionary(pair => $"m {pair.index}", pair => pair.text),
        };
}
