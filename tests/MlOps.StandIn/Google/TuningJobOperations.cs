using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>Tuning jobs and their trials, each of which is a custom job too.</summary>
internal sealed class TuningJobOperations
{
    private readonly ProjectState _state;
    private readonly ResourceOperations _jobs;
    private readonly CustomJobOperations _custom;
    private readonly ProjectLifecycle _lifecycle;

    public TuningJobOperations(ProjectState state, ResourceOperations jobs, CustomJobOperations custom, ProjectLifecycle lifecycle)
    {
        (_state, _jobs, _custom, _lifecycle) = (state, jobs, custom, lifecycle);
        lifecycle.TuningMoved = Move;
    }

    public ServiceAnswer Create(JsonObject request)
    {
        var body = request["body"]!.AsObject();
        JobChecks.Tuning(body);
        var (location, id) = (_jobs.Location(request["parent"]!.GetValue<string>()), _state.NextId());
        var job = new CloudJob(ResourceKind.Tuning, location, id, CustomJobOperations.New(_state, ResourceKind.Tuning, body, location, id, _state.Now));
        _state.Store(location, ResourceKind.Tuning).Add(job);
        _state.Active.Add(job);
        return ServiceAnswer.Ok(job.Document);
    }

    /// <summary>With the trials, which lists leave out.</summary>
    public ServiceAnswer Get(JsonObject request)
    {
        var job = _jobs.Find(request);
        var document = (JsonObject)job.Document.DeepClone();
        if (job.Trials.Count > 0)
        {
            document["trials"] = new JsonArray([.. job.Trials.Select(Shown)]);
        }

        return ServiceAnswer.Ok(document);
    }

    /// <summary>The document of a trial's custom job, as one would ask for it.</summary>
    public static JsonObject TrialBody(CloudJob tuning, int number, JsonArray parameters)
    {
        var spec = tuning.Document["trialJobSpec"]!.DeepClone();
        foreach (var pool in spec["workerPoolSpecs"]!.AsArray())
        {
            if ((pool!["containerSpec"] ?? pool["pythonPackageSpec"]) is JsonObject task)
            {
                task["args"] = new JsonArray([.. (task["args"] as JsonArray ?? []).Select(argument => argument!.DeepClone()), .. TrialSampler.Arguments(parameters).Select(argument => (JsonNode)argument)]);
            }
        }

        var labels = (tuning.Document["labels"] as JsonObject)?.DeepClone().AsObject() ?? [];
        labels["hyperparameter-tuning-job"] = tuning.Id;
        labels["trial"] = number.ToString(CultureInfo.InvariantCulture);
        return new() { ["displayName"] = $"{tuning.DisplayName}-trial-{number}", ["jobSpec"] = spec, ["labels"] = labels };
    }

    private static JsonNode Shown(CloudJob job)
    {
        var trial = job.Trial!;
        var shown = new JsonObject
        {
            ["id"] = trial.Number.ToString(CultureInfo.InvariantCulture),
            ["state"] = ProjectLifecycle.Plain(job) switch
            {
                "QUEUED" => "REQUESTED",
                "CANCELLING" => "STOPPING",
                "SUCCEEDED" => "SUCCEEDED",
                _ when job.Ended => "INFEASIBLE",
                _ => "ACTIVE",
            },
            ["parameters"] = trial.Parameters.DeepClone(),
            ["customJob"] = job.Name,
        };
        if (trial.Measurement is { } measurement)
        {
            shown["finalMeasurement"] = measurement.DeepClone();
        }

        foreach (var member in new[] { "startTime", "endTime" })
        {
            if (job.Document[member] is { } time)
            {
                shown[member] = time.DeepClone();
            }
        }

        return shown;
    }

    /// <summary>Starts the trials that there is room for, or ends the job.</summary>
    private void Move(CloudJob tuning, DateTimeOffset at)
    {
        if (tuning.Ended)
        {
            return;
        }

        var active = tuning.Trials.Count(trial => !trial.Ended);
        if (ProjectLifecycle.Plain(tuning) == "CANCELLING")
        {
            if (active == 0)
            {
                _lifecycle.Enter(tuning, "CANCELLED", at, null);
            }

            return;
        }

        var document = tuning.Document;
        var (most, together) = (document["maxTrialCount"]!.GetValue<int>(), document["parallelTrialCount"]!.GetValue<int>());
        var failed = tuning.Trials.Count(trial => trial.Ended && trial.Trial!.Measurement is null);
        var mayFail = document["maxFailedTrialCount"]?.GetValue<int>() is > 0 and var limit ? limit : most - 1;
        if (failed > mayFail)
        {
            if (active == 0)
            {
                _lifecycle.Enter(tuning, "FAILED", at, "Too many trials failed.");
            }

            return;
        }

        for (; active < together && tuning.Trials.Count < most; active++)
        {
            var number = tuning.Trials.Count + 1;
            var parameters = TrialSampler.Parameters(document["studySpec"]!.AsObject(), new Random(number * 7919));
            tuning.Trials.Add(_custom.Add(TrialBody(tuning, number, parameters), tuning.Location, at, new(tuning, number, parameters)));
        }

        if (active == 0)
        {
            _lifecycle.Enter(tuning, "SUCCEEDED", at, null);
        }
    }
}
