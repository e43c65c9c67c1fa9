using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>The operations of tuning jobs, and the trials that they start and count.</summary>
internal sealed class TuningOperations
{
    private const string ObjectiveParameter = "_tuning_objective_metric";
    private readonly AccountState _state;
    private readonly JobOperations _jobs;
    private readonly TrainingOperations _training;

    public TuningOperations(AccountState state, JobOperations jobs, TrainingOperations training, JobLifecycle lifecycle)
    {
        (_state, _jobs, _training) = (state, jobs, training);
        lifecycle.TrialEnded = TrialEnded;
    }

    public ServiceAnswer Create(JsonObject request)
    {
        var name = request["HyperParameterTuningJobName"]!.GetValue<string>();
        if (_state.Tuning.Find(name) is not null)
        {
            throw new ServiceException("ResourceInUse", $"A hyperparameter tuning job with this name already exists ({_state.Arn(JobKind.Tuning, name)}).");
        }

        if ((request["TrainingJobDefinition"] is null) == (request["TrainingJobDefinitions"] is null))
        {
            throw ServiceException.Invalid("Exactly one of TrainingJobDefinition and TrainingJobDefinitions has to be given.");
        }

        var now = _state.Now;
        var document = (JsonObject)request.DeepClone();
        document["HyperParameterTuningJobArn"] = _state.Arn(JobKind.Tuning, name);
        document["HyperParameterTuningJobStatus"] = "InProgress";
        document["CreationTime"] = WireTime.Seconds(now);
        document["LastModifiedTime"] = WireTime.Seconds(now);
        Count(document, []);
        var job = new StoredJob(JobKind.Tuning, now, document);
        _state.Tuning.Add(job);
        _state.Active.Add(job);
        StartTrials(job, now);
        return ServiceAnswer.Ok(new JsonObject { ["HyperParameterTuningJobArn"] = job.Arn });
    }

    public ServiceAnswer Stop(JsonObject request)
    {
        var job = _jobs.Find(request);
        if (job.Ended)
        {
            throw ServiceException.Invalid($"The request was rejected because the tuning job is in status {job.Status}.");
        }

        _state.Change(job, _state.Now, document => document["HyperParameterTuningJobStatus"] = "Stopping");
        foreach (var trial in Trials(job.Name).Where(trial => !trial.Ended))
        {
            _training.Stop(trial);
        }

        Refresh(job, _state.Now);
        return ServiceAnswer.Nothing;
    }

    /// <summary>Removes the tuning job alone: its trials are training jobs of their own.</summary>
    public ServiceAnswer Delete(JsonObject request)
    {
        _jobs.Delete(request);
        return ServiceAnswer.Nothing;
    }

    public ServiceAnswer ListTrials(JsonObject request)
    {
        var job = _jobs.Find(request);
        var sortBy = request["SortBy"]?.GetValue<string>() ?? "Name";
        var status = request["StatusEquals"]?.GetValue<string>();
        var trials = Trials(job.Name).Where(trial => status is null || trial.Status == status);
        trials = sortBy switch
        {
            "CreationTime" => trials.OrderBy(trial => trial.Current.CreationTime),
            "Status" => trials.OrderBy(trial => trial.Status, StringComparer.Ordinal),
            // Trials without a value are left out.
            "FinalObjectiveMetricValue" => trials.Where(trial => Objective(trial) is not null).OrderBy(trial => Objective(trial)!["Value"]!.GetValue<double>()),
            _ => trials.OrderBy(trial => trial.Name, StringComparer.Ordinal),
        };
        trials = request["SortOrder"]?.GetValue<string>() == "Descending" ? trials.Reverse() : trials;
        var (page, next) = Page.Cut([.. trials], request["NextToken"]?.GetValue<string>(), _state.PageSize(request["MaxResults"]?.GetValue<int>() ?? 10), trial => trial.Name);
        var body = new JsonObject { ["TrainingJobSummaries"] = new JsonArray([.. page.Select(Summary)]) };
        if (next is not null)
        {
            body["NextToken"] = next;
        }

        return ServiceAnswer.Ok(body);
    }

    /// <summary>The trials of a tuning job, oldest first.</summary>
    public IEnumerable<StoredJob> Trials(string tuningJob) => _state.Training.ByCreation.Where(job => job.Trial?.TuningJob == tuningJob);

    /// <summary>Brings the counters and the best trial up to date with the trials.</summary>
    public void Refresh(StoredJob job, DateTimeOffset at)
    {
        var trials = Trials(job.Name).ToList();
        _state.Change(job, at, document =>
        {
            Count(document, trials);
            var minimize = Goal(document)?["Type"]?.GetValue<string>() == "Minimize";
            var scored = trials.Where(trial => Objective(trial) is not null).OrderBy(trial => Objective(trial)!["Value"]!.GetValue<double>() * (minimize ? 1 : -1)).FirstOrDefault();
            if (scored is not null)
            {
                document["BestTrainingJob"] = Summary(scored);
            }

            var most = Most(document);
            var stopping = document["HyperParameterTuningJobStatus"]!.GetValue<string>() == "Stopping";
            if (trials.TrueForAll(trial => trial.Ended) && (stopping || trials.Count >= most))
            {
                document["HyperParameterTuningJobStatus"] = stopping ? "Stopped" : "Completed";
                document["HyperParameterTuningEndTime"] = WireTime.Seconds(at);
            }
        });
    }

    /// <summary>How many trials there are at most; of a grid, one for each combination.</summary>
    private static int Most(JsonObject document)
    {
        var config = document["HyperParameterTuningJobConfig"]!;
        return config["ResourceLimits"]!["MaxNumberOfTrainingJobs"]?.GetValue<int>()
            ?? (config["Strategy"]!.GetValue<string>() == "Grid" ? ParameterSample.Combinations(config["ParameterRanges"] as JsonObject) : 10);
    }

    private static JsonObject? Goal(JsonObject document) =>
        (document["HyperParameterTuningJobConfig"]?["HyperParameterTuningJobObjective"] ?? (document["TrainingJobDefinitions"] as JsonArray)?[0]?["TuningObjective"]) as JsonObject;

    private static void Count(JsonObject document, List<StoredJob> trials)
    {
        int In(params string[] statuses) => trials.Count(trial => statuses.Contains(trial.Status));
        document["TrainingJobStatusCounters"] = new JsonObject
        {
            ["Completed"] = In("Completed"),
            ["InProgress"] = In("InProgress", "Stopping"),
            ["RetryableError"] = 0,
            ["NonRetryableError"] = In("Failed"),
            ["Stopped"] = In("Stopped"),
        };
        var scored = trials.Count(trial => Objective(trial) is not null);
        var pending = In("InProgress", "Stopping");
        document["ObjectiveStatusCounters"] = new JsonObject { ["Succeeded"] = scored, ["Pending"] = pending, ["Failed"] = trials.Count - scored - pending };
    }

    /// <summary>The objective's last value, once the trial has ended and if its log had one.</summary>
    private static JsonObject? Objective(StoredJob trial)
    {
        var goal = trial.Trial!.Objective;
        var metric = trial.Ended && goal is not null
            ? (trial.Document["FinalMetricDataList"] as JsonArray)?.FirstOrDefault(metric => metric!["MetricName"]!.GetValue<string>() == goal["MetricName"]!.GetValue<string>())
            : null;
        return metric is null ? null : new() { ["Type"] = goal!["Type"]!.DeepClone(), ["MetricName"] = goal["MetricName"]!.DeepClone(), ["Value"] = metric["Value"]!.GetValue<double>() };
    }

    private static JsonObject Summary(StoredJob trial)
    {
        var summary = new JsonObject { ["TuningJobName"] = trial.Trial!.TuningJob, ["TunedHyperParameters"] = trial.Trial.Tuned.DeepClone() };
        foreach (var member in new[] { "TrainingJobName", "TrainingJobArn", "CreationTime", "TrainingStartTime", "TrainingEndTime", "TrainingJobStatus", "FailureReason" })
        {
            if (trial.Document[member] is { } value)
            {
                summary[member] = value.DeepClone();
            }
        }

        if (trial.Trial.Definition is { } definition)
        {
            summary["TrainingJobDefinitionName"] = definition;
        }

        var objective = Objective(trial);
        summary["ObjectiveStatus"] = objective is not null ? "Succeeded" : trial.Ended ? "Failed" : "Pending";
        if (objective is not null)
        {
            summary["FinalHyperParameterTuningJobObjectiveMetric"] = objective;
        }

        return summary;
    }

    private void TrialEnded(StoredJob trial, DateTimeOffset at)
    {
        if (_state.Tuning.Find(trial.Trial!.TuningJob) is { Ended: false } job)
        {
            Refresh(job, at);
            if (job.Status == "InProgress")
            {
                StartTrials(job, at);
            }
        }
    }

    private void StartTrials(StoredJob job, DateTimeOffset at)
    {
        var limits = job.Document["HyperParameterTuningJobConfig"]!["ResourceLimits"]!;
        var trials = Trials(job.Name).ToList();
        var most = Most(job.Document);
        var room = limits["MaxParallelTrainingJobs"]!.GetValue<int>() - trials.Count(trial => !trial.Ended);
        for (var number = trials.Count + 1; number <= most && room > 0; number++, room--)
        {
            StartTrial(job, number, at);
        }

        Refresh(job, at);
    }

    private void StartTrial(StoredJob job, int number, DateTimeOffset at)
    {
        var definitions = job.Document["TrainingJobDefinitions"] as JsonArray;
        var definition = (definitions is null ? job.Document["TrainingJobDefinition"] : definitions[(number - 1) % definitions.Count])!.AsObject();
        var ranges = definition["HyperParameterRanges"] ?? job.Document["HyperParameterTuningJobConfig"]!["ParameterRanges"];
        var goal = (definition["TuningObjective"] ?? Goal(job.Document)) as JsonObject;
        var tuned = job.Document["HyperParameterTuningJobConfig"]!["Strategy"]!.GetValue<string>() == "Grid" ? ParameterSample.At(ranges as JsonObject, number - 1) : ParameterSample.Draw(ranges as JsonObject, new(number));
        var parameters = definition["StaticHyperParameters"]?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in tuned)
        {
            parameters[name] = value!.DeepClone();
        }

        if (goal is not null)
        {
            parameters[ObjectiveParameter] = goal["MetricName"]!.DeepClone();
        }

        var request = new JsonObject { ["TrainingJobName"] = string.Create(CultureInfo.InvariantCulture, $"{job.Name}-{number:D3}-{(uint)(number * 2654435761):x8}"), ["HyperParameters"] = parameters };
        foreach (var (member, value) in definition.Where(member => JobKind.Training.DescribeMembers.Contains(member.Key)))
        {
            request[member] = value?.DeepClone();
        }

        if (definition["HyperParameterTuningResourceConfig"] is JsonObject resources)
        {
            request["ResourceConfig"] = new JsonObject(resources.Where(member => member.Key is "InstanceType" or "InstanceCount" or "VolumeSizeInGB").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        }

        if (job.Document["Tags"] is { } tags)
        {
            request["Tags"] = tags.DeepClone();
        }

        _training.Add(request, new(job.Name, definition["DefinitionName"]?.GetValue<string>(), tuned, goal?.DeepClone().AsObject()), at);
    }
}
