using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Tests.SageMaker;

/// <summary>Searches, their requests, and what SageMaker would say of them afterwards.</summary>
internal static class Searches
{
    public static TrainingSpec Job { get; } = Jobs.Spec with { Name = "search", MetricPatterns = new Dictionary<string, string> { ["val_loss"] = @"val_loss=(\S+)" } };

    public static TuningSpec Spec { get; } = new() { Job = Job, Space = Space(("lr", new MlRange { Low = 1e-5, High = 0.1, Scale = MlRangeScale.Log })), Metric = "val_loss" };

    public static SearchSpace Space(params (string Name, object? Value)[] entries) => SearchSpace.Create([.. entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    public static MlRange Integer(double low, double high) => new() { Low = low, High = high, IsInteger = true };

    public static MlRange Float(double low, double high) => new() { Low = low, High = high };

    public static BuiltRequest Build(TuningSpec spec) => TuningRequest.Build(spec, Jobs.Defaults);

    public static JsonObject Request(TuningSpec spec) => Build(spec).Document;

    public static JsonObject Config(TuningSpec spec) => Request(spec)["HyperParameterTuningJobConfig"]!.AsObject();

    public static JsonObject Definition(TuningSpec spec) => Request(spec)["TrainingJobDefinition"]!.AsObject();

    public static MlOpsException Refused(TuningSpec spec)
    {
        var exception = Assert.Throws<MlOpsException>(() => Build(spec));
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        return exception;
    }

    /// <summary>The job that DescribeHyperParameterTuningJob would give: the request, with an ARN and a status.</summary>
    public static MlTuningJob ReadBack(TuningSpec spec) => TuningJobMapping.ToJob(Described(spec), null, null, "us-east-1");

    public static TuningJobDocument Described(TuningSpec spec)
    {
        var described = Request(spec);
        described["HyperParameterTuningJobArn"] = "arn:aws:sagemaker:eu-central-1:123456789012:hyper-parameter-tuning-job/search";
        described["HyperParameterTuningJobStatus"] = "InProgress";
        described["CreationTime"] = 1.7e9;
        return described.Deserialize(SageMakerJson.Default.TuningJobDocument)!;
    }
}
