using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOps.StandIn.Google;

/// <summary>Makes finished jobs that look as in a project that a team has worked in.</summary>
internal sealed class SampleProject(ProjectState state, int seed)
{
    private const int TrialsOfATuningJob = 5;
    private static readonly string[] Families = ["resnet-digits", "bert-reviews", "xgboost-churn", "unet-cells", "lstm-demand"];
    private static readonly string[] Machines = ["n1-standard-4", "n1-standard-8", "n2-standard-16", "g2-standard-8", "a2-highgpu-1g"];
    private static readonly string[] Teams = ["vision", "language", "forecast", "risk"];
    private static readonly string[] Images = ["pytorch-gpu.2-4.py310:latest", "tf-gpu.2-17.py310:latest", "xgboost-cpu.2-1:latest"];
    private readonly Random _random = new(seed);

    public IReadOnlyList<CloudJob> Make(int jobs, int tuningJobs, TimeSpan span)
    {
        var newest = state.Now.AddMinutes(-1);
        var made = new List<CloudJob>(jobs + tuningJobs);
        var tuning = new List<CloudJob>(tuningJobs);
        var block = tuningJobs == 0 ? 0 : jobs / tuningJobs;
        for (var i = 0; i < jobs; i++)
        {
            // From the oldest to the newest.
            var created = newest - (span * (jobs == 1 ? 0 : 1 - ((double)i / (jobs - 1))));
            created = new(created.Ticks / 10 * 10, TimeSpan.Zero);
            var location = state.Options.Locations[(block > 0 ? i / block : i) % state.Options.Locations.Count];
            var ofTuning = block > 0 && i % block < TrialsOfATuningJob && i / block < tuningJobs ? i / block : -1;
            if (ofTuning >= tuning.Count)
            {
                tuning.Add(TuningJob(ofTuning, created, location));
            }

            made.Add(CustomJob(i, created, location, ofTuning < 0 ? null : tuning[ofTuning]));
        }

        while (tuning.Count < tuningJobs)
        {
            tuning.Add(TuningJob(tuning.Count, newest, state.Options.Locations[0]));
        }

        made.AddRange(tuning);
        return made;
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private string Number(double low, double high) => (low + (_random.NextDouble() * (high - low))).ToString("G6", CultureInfo.InvariantCulture);

    private JsonObject Pool(string machine, int replicas, JsonArray args)
    {
        var spec = new JsonObject { ["machineType"] = machine };
        if (machine.StartsWith('g') || machine.StartsWith('a'))
        {
            spec["acceleratorType"] = machine.StartsWith('g') ? "NVIDIA_L4" : "NVIDIA_TESLA_A100";
            spec["acceleratorCount"] = 1;
        }

        return new()
        {
            ["containerSpec"] = new JsonObject { ["imageUri"] = $"europe-docker.pkg.dev/vertex-ai/training/{Pick(Images)}", ["command"] = new JsonArray("python", "train.py"), ["args"] = args },
            ["machineSpec"] = spec,
            ["replicaCount"] = replicas.ToString(CultureInfo.InvariantCulture),
            ["diskSpec"] = new JsonObject { ["bootDiskType"] = "pd-ssd", ["bootDiskSizeGb"] = 100 },
        };
    }

    private CloudJob CustomJob(int i, DateTimeOffset created, string location, CloudJob? tuning)
    {
        var family = Pick(Families);
        var id = state.NextId();
        var chance = _random.Next(100);
        var plain = chance < 85 ? "SUCCEEDED" : chance < 95 ? "FAILED" : "CANCELLED";
        var seconds = Math.Min(60 + _random.Next(4 * 3600), (state.Now - created).TotalSeconds * 0.8);
        string At(double part) => GoogleTime.Text(created.AddSeconds(seconds * part));
        CloudTrial? trial = null;
        JsonObject document;
        if (tuning is null)
        {
            var args = new JsonArray($"--epochs={_random.Next(1, 50)}", $"--lr={Number(1e-5, 0.1)}", $"--batch-size={Pick(["32", "64", "128"])}", $"--dropout={Number(0, 0.5)}");
            var machine = Pick(Machines);
            var pools = new JsonArray(Pool(machine, 1, args));
            if (chance % 10 == 0)
            {
                pools.Add(Pool(machine, 3, (JsonArray)args.DeepClone()));
            }

            document = new()
            {
                ["displayName"] = $"{family}-{i % 997}",
                ["jobSpec"] = new JsonObject
                {
                    ["workerPoolSpecs"] = pools,
                    ["scheduling"] = new JsonObject { ["timeout"] = "86400s", ["strategy"] = chance % 4 == 0 ? "SPOT" : "STANDARD" },
                    ["serviceAccount"] = $"training@{state.Options.Project}.iam.gserviceaccount.com",
                    ["baseOutputDirectory"] = new JsonObject { ["outputUriPrefix"] = $"gs://{state.Options.Project}-training/{family}/{id}" },
                },
                ["labels"] = new JsonObject { ["team"] = Pick(Teams), ["project"] = family },
            };
        }
        else
        {
            var number = tuning.Trials.Count + 1;
            var parameters = TrialSampler.Parameters(tuning.Document["studySpec"]!.AsObject(), new Random(_random.Next()));
            trial = new(tuning, number, parameters);
            document = TuningJobOperations.TrialBody(tuning, number, parameters);
            if (plain == "SUCCEEDED")
            {
                trial.Measurement = new()
                {
                    ["stepCount"] = "10",
                    ["metrics"] = new JsonArray(new JsonObject { ["metricId"] = "val_loss", ["value"] = Math.Round(_random.NextDouble(), 4) }),
                };
            }
        }

        document["name"] = $"{state.Parent(location)}/customJobs/{id}";
        document["state"] = $"JOB_STATE_{plain}";
        document["createTime"] = GoogleTime.Text(created);
        document["startTime"] = At(0.05);
        document["endTime"] = At(1);
        document["updateTime"] = At(1);
        if (plain != "SUCCEEDED")
        {
            document["error"] = plain == "CANCELLED"
                ? new JsonObject { ["code"] = 1, ["message"] = "CANCELED" }
                : new JsonObject { ["code"] = 3, ["message"] = "The replica workerpool0-0 exited with a non-zero status of 1." };
        }

        var job = new CloudJob(ResourceKind.Custom, location, id, document) { Trial = trial };
        tuning?.Trials.Add(job);
        return job;
    }

    private CloudJob TuningJob(int number, DateTimeOffset created, string location)
    {
        var id = state.NextId();
        var ended = GoogleTime.Text(created + TimeSpan.FromSeconds(Math.Min(5 * 3600, (state.Now - created).TotalSeconds * 0.9)));
        return new(ResourceKind.Tuning, location, id, new()
        {
            ["name"] = $"{state.Parent(location)}/hyperparameterTuningJobs/{id}",
            ["displayName"] = $"tune-{number:D4}",
            ["studySpec"] = new JsonObject
            {
                ["metrics"] = new JsonArray(new JsonObject { ["metricId"] = "val_loss", ["goal"] = "MINIMIZE" }),
                ["parameters"] = new JsonArray(
                    new JsonObject { ["parameterId"] = "lr", ["doubleValueSpec"] = new JsonObject { ["minValue"] = 1e-5, ["maxValue"] = 0.1 }, ["scaleType"] = "UNIT_LOG_SCALE" },
                    new JsonObject { ["parameterId"] = "batch-size", ["discreteValueSpec"] = new JsonObject { ["values"] = new JsonArray(32, 64, 128) } }),
            },
            ["maxTrialCount"] = TrialsOfATuningJob,
            ["parallelTrialCount"] = 2,
            ["trialJobSpec"] = new JsonObject { ["workerPoolSpecs"] = new JsonArray(Pool(Pick(Machines), 1, ["--epochs=10"])) },
            ["state"] = "JOB_STATE_SUCCEEDED",
            ["createTime"] = GoogleTime.Text(created),
            ["startTime"] = GoogleTime.Text(created.AddSeconds(1)),
            ["endTime"] = ended,
            ["updateTime"] = ended,
            ["labels"] = new JsonObject { ["team"] = Pick(Teams) },
        });
    }
}
