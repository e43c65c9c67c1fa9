using System.Collections;
using System.Text.Json.Nodes;
using MlOps.Providers.Vertex.Requests;
using MlOps.Providers.Vertex.Trials;
using static MlOps.Tests.Vertex.VertexTunings;

namespace MlOps.Tests.Vertex;

public class TuningRequestTests
{
    [Fact]
    public void The_search_of_the_example_becomes_this_request()
    {
        var built = Build(Spec);
        var expected = JsonNode.Parse("""
            {
              "displayName": "t",
              "studySpec": {
                "metrics": [{ "metricId": "val_loss", "goal": "MINIMIZE" }],
                "parameters": [
                  { "parameterId": "lr", "doubleValueSpec": { "minValue": 1E-05, "maxValue": 0.1 }, "scaleType": "UNIT_LOG_SCALE" },
                  {
                    "parameterId": "loss",
                    "categoricalValueSpec": { "values": ["l2", "smooth_l1"] },
                    "conditionalParameterSpecs": [{
                      "parentCategoricalValues": { "values": ["smooth_l1"] },
                      "parameterSpec": { "parameterId": "alpha", "doubleValueSpec": { "minValue": 0.1, "maxValue": 2 }, "scaleType": "UNIT_LINEAR_SCALE" }
                    }]
                  }
                ]
              },
              "maxTrialCount": 20,
              "parallelTrialCount": 1,
              "trialJobSpec": {
                "workerPoolSpecs": [{
                  "containerSpec": {
                    "imageUri": "europe-west4-docker.pkg.dev/my-project/ml/train:1",
                    "command": ["/bin/sh", "-c", "SCRIPT", "mlops-trial", "python", "train.py"],
                    "env": [
                      { "name": "MLOPS_OUTPUT_DIR", "value": "/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/output" },
                      { "name": "MLOPS_MODEL_DIR", "value": "/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/model" },
                      { "name": "MLOPS_CHECKPOINT_DIR", "value": "/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/checkpoints" },
                      { "name": "MLOPS_TENSORBOARD_DIR", "value": "/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/logs" },
                      { "name": "MLOPS_JOB_NAME", "value": "t" },
                      { "name": "MLOPS_PROVIDER", "value": "Vertex" },
                      { "name": "PYTHONUNBUFFERED", "value": "1" },
                      { "name": "MLOPS_METRIC_PATTERNS", "value": "{\"val_loss\":\"val_loss=([\\\\d.e+-]+)\"}" },
                      { "name": "MLOPS_TRIAL_ARGUMENTS", "value": "2\t0\ts\nlr\t--lr\tn\nloss\t--loss\tt\nalpha\t--alpha\tn" },
                      { "name": "MLOPS_TRIAL_METRIC", "value": "{\"checkpoint_path\": \"\", \"global_step\": \"\tS\t\", \"timestamp\": \tT\t, \"trial\": \"\tI\t\", \"val_loss\": \"\tV\t\"}\nval_loss=\nt\tval_loss=\ng\t0\nc\t0\t43-43,45-46,48-57,101-101\ns\t2\t4\ng\t1\nm" }
                    ]
                  },
                  "machineSpec": { "machineType": "n1-standard-4" },
                  "replicaCount": "1",
                  "diskSpec": { "bootDiskType": "pd-ssd", "bootDiskSizeGb": 100 }
                }],
                "serviceAccount": "trainer@my-project.iam.gserviceaccount.com",
                "baseOutputDirectory": { "outputUriPrefix": "gs://my-bucket/mlops/t/" }
              }
            }
            """)!;
        expected["trialJobSpec"]!["workerPoolSpecs"]![0]!["containerSpec"]!["command"]![2] = TrialScript.Text;
        Assert.Equal(CustomJobRequest.Text((JsonObject)expected), CustomJobRequest.Text(built.Document));
        Assert.Empty(Problems(built.Document));
        Assert.Empty(built.Ignored);
        Assert.Empty(built.Missing);
    }

    [Fact]
    public void Everything_that_the_service_can_do_is_in_the_request()
    {
        var spec = Spec with
        {
            Job = Spec.Job with
            {
                Hyperparameters = [new("epochs", 3)],
                Arguments = ["--data", "{input:train}", "$(nproc)", "{model}"],
                InputData = new Dictionary<string, string> { ["train"] = "gs://data/digits/" },
                SourceDirectory = "gs://my-bucket/mlops/_code/1",
                ArgumentStyle = ArgumentStyle.Equals,
                InstanceCount = 2,
                Spot = true,
                Tags = new Dictionary<string, string> { ["team"] = "vision" },
                EncryptionKey = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k",
                KeepAlive = TimeSpan.FromMinutes(1),
                ProviderOptions = new Dictionary<string, object?> { ["jobspec"] = new Hashtable { ["enablewebaccess"] = true, ["scheduling"] = new Hashtable { ["strategy"] = "FLEX_START" } }, ["labels"] = new Hashtable { ["a"] = "b" } },
            },
            Goal = MlGoal.Maximize,
            Strategy = MlTuningStrategy.Random,
            EarlyStopping = MlEarlyStopping.DecayCurve,
            Measurement = MlMeasurement.Best,
            MaxTrials = 60,
            MaxParallel = 6,
            MaxFailedTrials = 5,
            ProviderOptions = new Dictionary<string, object?>
            {
                ["StudySpec"] = new Hashtable { ["observationnoise"] = "HIGH", ["decayCurveStoppingSpec"] = new Hashtable { ["useelapsedduration"] = true } },
                ["trialjobspec"] = new Hashtable { ["scheduling"] = new Hashtable { ["timeout"] = "60s" } },
            },
        };
        var built = Build(spec);
        var request = built.Document;
        var study = request["studySpec"]!;
        Assert.Equal("""[{"metricId":"val_loss","goal":"MAXIMIZE"}]""", study["metrics"]!.ToJsonString());
        Assert.Equal(("RANDOM_SEARCH", "BEST_MEASUREMENT", "HIGH"), ((string)study["algorithm"]!, (string)study["measurementSelectionType"]!, (string)study["observationNoise"]!));
        Assert.Equal("""{"useElapsedDuration":true}""", study["decayCurveStoppingSpec"]!.ToJsonString());
        Assert.Null(study["medianAutomatedStoppingSpec"]);
        Assert.Equal((60, 6, 5), ((int)request["maxTrialCount"]!, (int)request["parallelTrialCount"]!, (int)request["maxFailedTrialCount"]!));
        Assert.Equal("""{"strategy":"FLEX_START","timeout":"60s"}""", request["trialJobSpec"]!["scheduling"]!.ToJsonString());
        Assert.True((bool)request["trialJobSpec"]!["enableWebAccess"]!);
        Assert.Equal("""{"team":"vision","a":"b"}""", request["labels"]!.ToJsonString());
        Assert.Equal(2, request["trialJobSpec"]!["workerPoolSpecs"]!.AsArray().Count);
        Assert.Equal(["--epochs=3", "--data", "/gcs/data/digits", "$$(nproc)", "/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/model"], Container(request)["args"]!.AsArray().Select(text => (string)text!));
        Assert.Equal(["/gcs/my-bucket/mlops/_code/1", "/bin/sh", "-c"], Container(request)["command"]!.AsArray().Select(text => (string)text!).Skip(3).Take(3));
        Assert.StartsWith("3\t4\te\n", Variables(Container(request))["MLOPS_TRIAL_ARGUMENTS"], StringComparison.Ordinal);
        Assert.StartsWith("KeepAlive", Assert.Single(built.Ignored), StringComparison.Ordinal);
        Assert.Empty(Problems(request));
    }

    [Theory]
    [InlineData(MlEarlyStopping.Off, null, null)]
    [InlineData(MlEarlyStopping.Auto, "{}", null)]
    [InlineData(MlEarlyStopping.Median, "{}", null)]
    [InlineData(MlEarlyStopping.DecayCurve, null, "{}")]
    public void Early_stopping_is_one_of_two_rules(MlEarlyStopping rule, string? median, string? curve)
    {
        var study = Request(Spec with { EarlyStopping = rule })["studySpec"]!;
        Assert.Equal((median, curve), (study["medianAutomatedStoppingSpec"]?.ToJsonString(), study["decayCurveStoppingSpec"]?.ToJsonString()));
    }

    [Theory]
    [InlineData(MlTuningStrategy.Bayesian, null)]
    [InlineData(MlTuningStrategy.Random, "RANDOM_SEARCH")]
    [InlineData(MlTuningStrategy.Grid, "GRID_SEARCH")]
    public void The_strategy_is_an_algorithm(MlTuningStrategy strategy, string? algorithm) =>
        Assert.Equal(algorithm, (string?)Request(Spec with { Strategy = strategy, Space = Space(("depth", Integer(2, 8))) })["studySpec"]!["algorithm"]);

    [Fact]
    public void What_is_not_said_is_left_to_the_service()
    {
        var request = Request(Spec);
        Assert.Equal(["metrics", "parameters"], request["studySpec"]!.AsObject().Select(member => member.Key));
        Assert.False(request.ContainsKey("maxFailedTrialCount"));
    }

    [Fact]
    public void Without_anything_configured_the_request_can_be_looked_at_and_not_be_sent()
    {
        var built = TuningRequest.Build(Spec, new(null, null, null, null));
        Assert.Equal("VertexBucket", Assert.Single(built.Missing).Target);
        Assert.Contains("/gcs/BUCKET/mlops/t/$(CLOUD_ML_TRIAL_ID)/model", CustomJobRequest.Text(built.Document), StringComparison.Ordinal);
        Assert.Empty(Problems(built.Document));
    }

    [Fact]
    public void Numbers_keep_their_type_and_their_precision()
    {
        var parameters = Parameters(Space(
            ("f", Range(0.1 + 0.2, 1 / 3.0)),
            ("i", Integer(-(1L << 53), 1L << 53)),
            ("s", Integer(16, 64, 16)),
            ("d", new MlRange { Low = 0, High = 0.3, Step = 0.1 }),
            ("r", Range(0.9, 0.999, MlRangeScale.ReverseLog)),
            ("one", Range(2, 2)),
            ("c", Choice(16, "16", 0.5, true, false, null, "true", "null", "a\"b", "")),
            ("fixed", 7)));
        Assert.Equal(0.1 + 0.2, (double)parameters[0]!["doubleValueSpec"]!["minValue"]!);
        Assert.Equal(1 / 3.0, (double)parameters[0]!["doubleValueSpec"]!["maxValue"]!);
        Assert.Equal("""{"minValue":"-9007199254740992","maxValue":"9007199254740992"}""", parameters[1]!["integerValueSpec"]!.ToJsonString());
        Assert.Equal("[16,32,48,64]", parameters[2]!["discreteValueSpec"]!["values"]!.ToJsonString());
        Assert.Equal("[0,0.1,0.2,0.3]", parameters[3]!["discreteValueSpec"]!["values"]!.ToJsonString());
        Assert.Equal("UNIT_REVERSE_LOG_SCALE", (string)parameters[4]!["scaleType"]!);
        Assert.Equal("[2]", parameters[5]!["discreteValueSpec"]!["values"]!.ToJsonString());
        Assert.Equal(["16", "\"16\"", "0.5", "true", "false", "null", "\"true\"", "\"null\"", "a\"b", ""], parameters[6]!["categoricalValueSpec"]!["values"]!.AsArray().Select(value => (string)value!));
        Assert.Null(parameters[6]!["scaleType"]);
        Assert.Equal("""["7"]""", parameters[7]!["categoricalValueSpec"]!["values"]!.ToJsonString());
    }

    [Fact]
    public void Categories_that_are_not_their_argument_are_in_the_table()
    {
        var container = Container(Request(Spec with
        {
            Job = Spec.Job with { InputData = new Dictionary<string, string> { ["train"] = "gs://d/x" } },
            Space = Space(("--amp", Choice(true, false, "true", "a\tb%\n")), ("-x", Choice("{input:train}/a", "{output}/b"))),
        }));
        Assert.Equal(
            "2\t0\ts\namp\t--amp\tt\n\ttrue\t+\n\tfalse\t-\n\t\"true\"\t=true\nx\t-x\tt\n\t{input:train}/a\t=/gcs/d/x/a\n\t{output}/b\t=/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/output/b",
            Variables(container)["MLOPS_TRIAL_ARGUMENTS"]);
    }

    [Fact]
    public void Code_that_reports_itself_in_an_image_of_its_own_gets_no_script()
    {
        var request = Request(Spec with { ReportsItself = true, Job = Spec.Job with { Command = [], Arguments = ["--n", "1"] } });
        Assert.Null(Container(request)["command"]);
        Assert.Equal(["--n", "1"], Container(request)["args"]!.AsArray().Select(text => (string)text!));
        Assert.DoesNotContain(Variables(Container(request)).Keys, name => name.StartsWith("MLOPS_TRIAL", StringComparison.Ordinal));
        Assert.Equal("/gcs/my-bucket/mlops/t/$(CLOUD_ML_TRIAL_ID)/model", Variables(Container(request))["MLOPS_MODEL_DIR"]);
        Assert.Empty(Problems(request));
    }

    [Fact]
    public void The_script_has_nothing_that_the_service_would_expand()
    {
        Assert.DoesNotContain("$(", TrialScript.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("$$", TrialScript.Text, StringComparison.Ordinal);
        Assert.InRange(TrialScript.Text.Length, 1000, 8000);
    }

    [Theory]
    [InlineData(0, 1, "MaxTrials is 0; Vertex AI allows 1 or more.")]
    [InlineData(1, 0, "MaxParallel is 0; Vertex AI allows 1 or more.")]
    public void A_number_that_is_none_is_refused(int trials, int parallel, string message) =>
        Assert.Equal(message, Assert.Throws<MlOpsException>(() => Build(Spec with { MaxTrials = trials, MaxParallel = parallel })).Message);
}
