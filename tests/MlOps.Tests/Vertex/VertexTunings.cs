using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Jobs;
using MlOps.Providers.Vertex.Requests;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.Vertex;

/// <summary>Searches, their requests, and what Vertex AI would say of them afterwards.</summary>
internal static class VertexTunings
{
    public const string Name = "projects/123456789/locations/europe-west4/hyperparameterTuningJobs/55";

    /// <summary>The search that the issue shows.</summary>
    public static TuningSpec Spec { get; } = new()
    {
        Job = VertexJobs.Spec with
        {
            Name = "t",
            Command = ["python", "train.py"],
            MetricPatterns = new Dictionary<string, string> { ["val_loss"] = @"val_loss=([\d.e+-]+)" },
        },
        Space = Space(("lr", Range(1e-5, 1e-1, MlRangeScale.Log)), ("loss", new[] { "l2", "smooth_l1" }), ("alpha", Range(0.1, 2) with { When = When(("loss", "smooth_l1")) })),
        Metric = "val_loss",
        MaxTrials = 20,
    };

    public static SearchSpace Space(params (string Name, object? Value)[] entries) => SearchSpace.Create([.. entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    public static MlRange Range(double low, double high, MlRangeScale scale = MlRangeScale.Linear) => new() { Low = low, High = high, Scale = scale };

    public static MlRange Integer(double low, double high, double? step = null) => new() { Low = low, High = high, IsInteger = true, Step = step };

    public static MlRange Choice(params object?[] values) => new() { Choices = values };

    public static Dictionary<string, object?> When(params (string Parent, object? Value)[] conditions) => conditions.ToDictionary(one => one.Parent, one => one.Value);

    public static BuiltRequest Build(TuningSpec spec) => TuningRequest.Build(spec, VertexJobs.Defaults);

    public static JsonObject Request(TuningSpec spec) => Build(spec).Document;

    /// <summary>The parameters of a space, as the request has them.</summary>
    public static JsonArray Parameters(SearchSpace space) => Request(Spec with { Space = space })["studySpec"]!["parameters"]!.AsArray();

    public static JsonObject Container(JsonObject request, string member = "trialJobSpec") => request[member]!["workerPoolSpecs"]![0]!["containerSpec"]!.AsObject();

    public static Dictionary<string, string> Variables(JsonObject container) => container["env"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => (string)item!["value"]!);

    /// <summary>What the published contract has against a request's document.</summary>
    public static IReadOnlyList<string> Problems(JsonNode document) => WireContract.Vertex.CheckInput("CreateHyperparameterTuningJob", new JsonObject
    {
        ["parent"] = "projects/my-project/locations/europe-west4",
        ["body"] = document.DeepClone(),
    });

    public static MlTuningJob Read(string json) => TuningJobMapping.ToJob(JsonSerializer.Deserialize(json, VertexJson.Default.TuningJobDocument)!, null, "eu");

    /// <summary>The tuning job that the service would give: the request, with a resource name, a state and trials.</summary>
    public static MlTuningJob ReadBack(JsonObject request, string trials = "[]") => Read(Answer(request, trials).ToJsonString());

    public static IReadOnlyList<MlTrial> Trials(JsonObject request, string trials) =>
        new TrialMapping(Answer(request, trials).Deserialize(VertexJson.Default.TuningJobDocument)!, "eu").Trials();

    private static JsonObject Answer(JsonObject request, string trials)
    {
        var answer = request.DeepClone().AsObject();
        answer["name"] = Name;
        answer["state"] = "JOB_STATE_RUNNING";
        answer["createTime"] = "2026-11-23T10:00:00.123456789Z";
        answer["trials"] = JsonNode.Parse(trials);
        return answer;
    }
}
