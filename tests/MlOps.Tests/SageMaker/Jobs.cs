using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Tests.SageMaker;

/// <summary>Jobs, their requests, and what SageMaker would say of them afterwards.</summary>
internal static class Jobs
{
    public const string Arn = "arn:aws:sagemaker:eu-central-1:123456789012:training-job/";

    public const string Digest = "0123456789abcdef0123456789abcdef01234567";

    public static SageMakerDefaults Defaults { get; } = new("arn:aws:iam::123456789012:role/SageMaker", "my-bucket");

    public static TrainingSpec Spec { get; } = new() { Name = "digits-1", Image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1" };

    public static BuiltRequest Build(TrainingSpec spec) => TrainingRequest.Build(spec, Defaults);

    public static JsonObject Request(TrainingSpec spec) => Build(spec).Document;

    public static MlJob ReadBack(TrainingSpec spec) => ReadBack(Request(spec));

    /// <summary>The job that DescribeTrainingJob would give: the request, with an ARN and a status. The hyperparameters come in no order.</summary>
    public static MlJob ReadBack(JsonObject request)
    {
        var described = request.DeepClone().AsObject();
        described["TrainingJobArn"] = Arn + (string?)request["TrainingJobName"];
        described["TrainingJobStatus"] = "Completed";
        described["CreationTime"] = 1.7e9;
        if (described["HyperParameters"] is JsonObject kept)
        {
            described["HyperParameters"] = new JsonObject(kept.OrderByDescending(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        }

        var document = described.Deserialize(SageMakerJson.Default.TrainingJobDocument)!;
        return TrainingJobMapping.ToJob(document, null, null, "us-east-1");
    }

    public static MlOpsException Refused(TrainingSpec spec)
    {
        var exception = Assert.Throws<MlOpsException>(() => Build(spec));
        Assert.Equal(ErrorCode.InvalidArgument, exception.Code);
        return exception;
    }

    /// <summary>The job as it is started again from what was read back.</summary>
    public static TrainingSpec Again(MlJob job, TrainingSpec original) => original with
    {
        Name = job.Name,
        Image = job.Image,
        Command = job.Command,
        Hyperparameters = [.. job.Hyperparameter],
        Arguments = job.Argument,
        InputData = job.InputData,
        SourceDirectory = job.SourceUri.Length > 0 ? job.SourceUri : null,
        Environment = job.Environment,
        Tags = job.Tag,
        InstanceType = job.InstanceType,
        InstanceCount = job.InstanceCount,
        Accelerator = job.Accelerator.Length > 0 ? job.Accelerator : null,
        AcceleratorCount = job.AcceleratorCount > 0 ? job.AcceleratorCount : null,
        MaxRuntime = job.MaxRuntime,
        MetricPatterns = job.MetricPattern,
    };

    /// <summary>A text for each value, its type in it, so that 1 and "1" differ.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Shown))}]",
        _ => HyperparameterText.Of("", value),
    };

    public static Gen<TrainingSpec> Specs { get; } =
        from name in Gen.Elements("digits-1", "a", "A-b-9")
        from command in Gen.Elements(new[] { "python", "train.py" }, ["{input:train}/run.sh"], ["sh", "-c", "echo ${x:-1} {{output}}"]).Or(Gen.Constant(Array.Empty<string>()))
        from hyperparameters in Hyperparameter.ListOf()
        from style in Gen.Elements(ArgumentStyle.Space, ArgumentStyle.Equals)
        from arguments in Word.ListOf()
        from environment in Word.ListOf()
        from tags in Gen.Elements("", "vision", "ünï 1", "a=b+c-d@e/f:g.h").ListOf()
        from train in Gen.Elements("s3://my-bucket/data", "s3://b/", "s3://b/a b/ü", $"s3://my-bucket/mlops/_inputs/{Digest}/", $"s3://my-bucket/mlops/_inputs/{Digest}/a b.csv")
        from code in Gen.Elements(null, $"s3://my-bucket/mlops/_code/{Digest}/")
        select Spec with
        {
            Name = name,
            Command = command,
            Hyperparameters = [.. hyperparameters.DistinctBy(entry => entry.Key).Take(12)],
            ArgumentStyle = style,

            // After a bare flag these would be its value: nothing tells --amp and the argument true from --amp true.
            Arguments = [.. arguments.SkipWhile(argument => argument is "true").Take(12)],
            Environment = environment.Take(12).Select((value, index) => (value, index)).ToDictionary(pair => $"V_{pair.index}", pair => pair.value),
            Tags = tags.Take(12).Select((value, index) => (value, index)).ToDictionary(pair => $"tag {pair.index}", pair => pair.value),
            InputData = new Dictionary<string, string> { ["train"] = train, ["my-val.1"] = "s3://my-bucket/val" },
            SourceDirectory = command.Length > 0 ? code : null,
        };

    private static Gen<string> Word { get; } = Gen.OneOf(
        Gen.Elements("", "a", "-x", "--verbose", "--", "-1", "=", "true", "a b", "'", "\"", "\\", "$HOME", "é", "日本", "\U0001F600", "\t", "{}", "{x}", "[1]", "null"),
        Gen.Elements("{input:train}", "{input:my-val.1}/f", "{output}", "{model}", "--to={model}/m.pt", "{checkpoints}", "{tensorboard}", "x:{output}:{model}", "-I{input:train}", "{{output}}", "{{{model}}}", "{{input:nowhere}}"),
        ArbMap.Default.GeneratorFor<string>().Select(text => new string([.. (text ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029' or '{' or '}'))]))
            .Select(text => text.Length > 50 ? text[..50] : text));

    // A text that is a number's to the character comes back as the number: nothing tells them apart.
    private static Gen<string> Text { get; } = Word.Or(Gen.Elements("007", "1.0", "1e5", "0x1", "false", "[\"a\"]", "[true]", "[null]", "nan", "-inf", "1,2")).Where(text => KeptHyperparameter.Read(text) is not (long or double or decimal or System.Numerics.BigInteger) || text is "1e5");

    private static Gen<object?> Scalar { get; } = Gen.OneOf(
        Text.Select(text => (object?)text),
        Gen.Elements<object?>(true, false, null, 0, -1, 42L, ulong.MaxValue, 0.1, -1e-5, 1e16, 5e-324, double.MaxValue, 0.1f, 1.10m, -0.0, "1"),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite).Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<long>().Select(number => (object?)number));

    private static Gen<KeyValuePair<string, object?>> Hyperparameter { get; } =
        from name in Gen.Elements("lr", "dataset", "amp", "n", "-o", "ünï", "a.b", "sage", "x1", "x2", "x3")
        from value in Gen.OneOf(Scalar.Where(value => value is not "1"), Scalar.ListOf().Select(list => (object?)list.Take(6).ToArray()))
        select KeyValuePair.Create(name, value);
}
