using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>Makes finished jobs that look as in an account that a team has worked in.</summary>
internal sealed class SampleJobs(AccountState state, int seed)
{
    private const int TrialsOfATuningJob = 5;
    private const int JobsInABurst = 50;
    private static readonly string[] Families = ["resnet-digits", "bert-reviews", "xgboost-churn", "unet-cells", "lstm-demand"];
    private static readonly string[] Machines = ["ml.m5.xlarge", "ml.m5.4xlarge", "ml.g4dn.xlarge", "ml.g5.2xlarge", "ml.p3.2xlarge", "ml.p4d.24xlarge"];
    private static readonly string[] Teams = ["vision", "language", "forecast", "risk"];
    private static readonly string[] Images = ["pytorch-training:2.6-gpu-py312", "tensorflow-training:2.18-gpu-py310", "xgboost:1.7-1"];
    private readonly Random _random = new(seed);

    public (IReadOnlyList<StoredJob> Training, IReadOnlyList<StoredJob> Tuning) Make(int jobs, int tuningJobs, TimeSpan span, bool bursts)
    {
        var newest = state.Now.AddMinutes(-1);
        var training = new List<StoredJob>(jobs);
        var tuning = new List<StoredJob>(tuningJobs);
        var block = tuningJobs == 0 ? 0 : jobs / tuningJobs;
        for (var i = 0; i < jobs; i++)
        {
            // From the oldest to the newest; those of a burst are a few seconds apart.
            var step = bursts ? i / JobsInABurst * JobsInABurst : i;
            var age = span * (jobs == 1 ? 0 : 1 - ((double)step / (jobs - 1)));
            var created = newest - age + (bursts ? TimeSpan.FromSeconds(Math.Min(age.TotalSeconds, (i - step) * 3)) : TimeSpan.Zero);
            var ofTuning = block > 0 && i % block < TrialsOfATuningJob && i / block < tuningJobs ? i / block : -1;
            if (ofTuning >= tuning.Count)
            {
                tuning.Add(TuningJob(ofTuning, created));
            }

            training.Add(TrainingJob(i, created, ofTuning < 0 ? null : tuning[ofTuning]));
        }

        while (tuning.Count < tuningJobs)
        {
            tuning.Add(TuningJob(tuning.Count, newest));
        }

        return (training, tuning);
    }

    private static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private string Number(double low, double high) => (low + (_random.NextDouble() * (high - low))).ToString("G6", CultureInfo.InvariantCulture);

    private StoredJob TrainingJob(int i, DateTimeOffset created, StoredJob? tuning)
    {
        var family = Pick(Families);
        var name = tuning is null ? $"{family}-{Stamp(created)}-{i:D6}" : $"{tuning.Name}-{i:D6}";
        var chance = _random.Next(100);
        var status = chance < 85 ? "Completed" : chance < 95 ? "Failed" : "Stopped";
        var seconds = Math.Min(60 + _random.Next(4 * 3600), (state.Now - created).TotalSeconds * 0.8);
        double At(double part) => WireTime.Seconds(created.AddSeconds(seconds * part));
        var tuned = new JsonObject { ["lr"] = Number(1e-5, 0.1), ["batch-size"] = Pick(["32", "64", "128"]) };
        var parameters = new JsonObject
        {
            ["epochs"] = _random.Next(1, 50).ToString(CultureInfo.InvariantCulture),
            ["optimizer"] = Pick(["adam", "sgd"]),
            ["dropout"] = Number(0, 0.5),
            ["seed"] = _random.Next(1000).ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in tuned)
        {
            parameters[key] = value!.DeepClone();
        }

        if (tuning is not null)
        {
            parameters["_tuning_objective_metric"] = "val_loss";
        }

        var transitions = new JsonArray();
        string[] phases = ["Starting", "Downloading", "Training", "Uploading"];
        double[] begins = [0, 0.05, 0.1, 0.97, 1];
        for (var phase = 0; phase < phases.Length; phase++)
        {
            transitions.Add(new JsonObject { ["Status"] = phases[phase], ["StartTime"] = At(begins[phase]), ["EndTime"] = At(begins[phase + 1]), ["StatusMessage"] = $"{phases[phase]} the training job" });
        }

        transitions.Add(new JsonObject { ["Status"] = status, ["StartTime"] = At(1), ["EndTime"] = At(1), ["StatusMessage"] = $"Training job {status.ToLowerInvariant()}" });
        var document = new JsonObject
        {
            ["TrainingJobName"] = name,
            ["TrainingJobArn"] = state.Arn(JobKind.Training, name),
            ["ModelArtifacts"] = new JsonObject { ["S3ModelArtifacts"] = $"s3://ml-{state.Options.Region}-{AccountState.Number}/{family}/{name}/output/model.tar.gz" },
            ["TrainingJobStatus"] = status,
            ["SecondaryStatus"] = status,
            ["HyperParameters"] = parameters,
            ["AlgorithmSpecification"] = new JsonObject
            {
                ["TrainingImage"] = $"{AccountState.Number}.dkr.ecr.{state.Options.Region}.amazonaws.com/{Pick(Images)}",
                ["TrainingInputMode"] = "File",
                ["MetricDefinitions"] = new JsonArray(
                    new JsonObject { ["Name"] = "val_loss", ["Regex"] = "val_loss=([0-9.]+)" },
                    new JsonObject { ["Name"] = "val_accuracy", ["Regex"] = "val_accuracy=([0-9.]+)" }),
                ["EnableSageMakerMetricsTimeSeries"] = true,
            },
            ["RoleArn"] = $"arn:aws:iam::{AccountState.Number}:role/service-role/training",
            ["InputDataConfig"] = new JsonArray(new JsonObject
            {
                ["ChannelName"] = "train",
                ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://ml-{state.Options.Region}-{AccountState.Number}/data/{family}/", ["S3DataDistributionType"] = "FullyReplicated" } },
            }),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://ml-{state.Options.Region}-{AccountState.Number}/{family}" },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = Pick(Machines), ["InstanceCount"] = chance % 10 == 0 ? 2 : 1, ["VolumeSizeInGB"] = 50 },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 86400 },
            ["CreationTime"] = At(0),
            ["TrainingStartTime"] = At(0.05),
            ["TrainingEndTime"] = At(1),
            ["LastModifiedTime"] = At(1),
            ["SecondaryStatusTransitions"] = transitions,
            ["EnableNetworkIsolation"] = false,
            ["EnableInterContainerTrafficEncryption"] = false,
            ["EnableManagedSpotTraining"] = chance % 4 == 0,
            ["TrainingTimeInSeconds"] = Math.Max(1, (int)seconds),
            ["BillableTimeInSeconds"] = Math.Max(1, (int)(chance % 4 == 0 ? seconds * 0.3 : seconds)),
            ["Tags"] = new JsonArray(Tag("team", Pick(Teams)), Tag("project", family)),
        };
        if (tuning is not null)
        {
            document["TuningJobArn"] = tuning.Arn;
        }

        if (status == "Failed")
        {
            document["FailureReason"] = "AlgorithmError: ExecuteUserScriptError: ExitCode 1, ErrorMessage \"RuntimeError: CUDA out of memory\", exit code: 1";
        }
        else
        {
            document["FinalMetricDataList"] = new JsonArray(
                new JsonObject { ["MetricName"] = "val_loss", ["Value"] = Math.Round(_random.NextDouble(), 4), ["Timestamp"] = Math.Floor(At(0.96)) },
                new JsonObject { ["MetricName"] = "val_accuracy", ["Value"] = Math.Round(_random.NextDouble(), 4), ["Timestamp"] = Math.Floor(At(0.96)) });
        }

        var trial = tuning is null ? null : new Trial(tuning.Name, null, tuned, tuning.Document["HyperParameterTuningJobConfig"]!["HyperParameterTuningJobObjective"]!.DeepClone().AsObject());
        return new(JobKind.Training, created, document) { Trial = trial };
    }

    private StoredJob TuningJob(int number, DateTimeOffset created)
    {
        var name = $"tune-{number:D4}-{created:yyMMdd-HHmm}";
        var ended = WireTime.Seconds(created + ((state.Now - created) * 0.9 > TimeSpan.FromHours(5) ? TimeSpan.FromHours(5) : (state.Now - created) * 0.9));
        return new(JobKind.Tuning, created, new()
        {
            ["HyperParameterTuningJobName"] = name,
            ["HyperParameterTuningJobArn"] = state.Arn(JobKind.Tuning, name),
            ["HyperParameterTuningJobConfig"] = new JsonObject
            {
                ["Strategy"] = Pick(["Bayesian", "Random"]),
                ["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = "Minimize", ["MetricName"] = "val_loss" },
                ["ResourceLimits"] = new JsonObject { ["MaxNumberOfTrainingJobs"] = TrialsOfATuningJob, ["MaxParallelTrainingJobs"] = 2 },
                ["ParameterRanges"] = new JsonObject
                {
                    ["ContinuousParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "lr", ["MinValue"] = "0.00001", ["MaxValue"] = "0.1", ["ScalingType"] = "Logarithmic" }),
                    ["CategoricalParameterRanges"] = new JsonArray(new JsonObject { ["Name"] = "batch-size", ["Values"] = new JsonArray("32", "64", "128") }),
                },
            },
            ["TrainingJobDefinition"] = new JsonObject
            {
                ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = $"{AccountState.Number}.dkr.ecr.{state.Options.Region}.amazonaws.com/{Images[0]}", ["TrainingInputMode"] = "File" },
                ["RoleArn"] = $"arn:aws:iam::{AccountState.Number}:role/service-role/training",
                ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://ml-{state.Options.Region}-{AccountState.Number}/tuning" },
                ["ResourceConfig"] = new JsonObject { ["InstanceType"] = Pick(Machines), ["InstanceCount"] = 1, ["VolumeSizeInGB"] = 50 },
                ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 86400 },
            },
            ["HyperParameterTuningJobStatus"] = "Completed",
            ["CreationTime"] = WireTime.Seconds(created),
            ["LastModifiedTime"] = ended,
            ["HyperParameterTuningEndTime"] = ended,
            ["TrainingJobStatusCounters"] = new JsonObject { ["Completed"] = 0, ["InProgress"] = 0, ["RetryableError"] = 0, ["NonRetryableError"] = 0, ["Stopped"] = 0 },
            ["ObjectiveStatusCounters"] = new JsonObject { ["Succeeded"] = 0, ["Pending"] = 0, ["Failed"] = 0 },
            ["Tags"] = new JsonArray(Tag("team", Pick(Teams))),
        });
    }
}
