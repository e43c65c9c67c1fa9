using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Account;

/// <summary>An account in memory with training jobs, tuning jobs and their logs, which behaves as the services do. Safe to use while it is served.</summary>
public sealed class CloudAccount : IService, IStoringService
{
    private readonly AccountState _state;
    private readonly JobLifecycle _lifecycle;
    private readonly TuningOperations _tuning;
    private readonly FaultPlan _faults = new();
    private readonly RateLimit _rate = new();
    private readonly List<string> _violations = [];
    private readonly Dictionary<string, Func<JsonObject, ServiceAnswer>> _operations;
    private readonly AccountControl _control;
    private readonly AccountStore _store;

    /// <summary>An empty account.</summary>
    public CloudAccount(CloudAccountOptions? options = null)
    {
        _state = new(options ?? new());
        _lifecycle = new(_state);
        _control = new(this);
        _store = new(Options, Nearby, _faults, Calls);
        var trainingJobs = new JobOperations(_state, JobKind.Training);
        var tuningJobs = new JobOperations(_state, JobKind.Tuning);
        var training = new TrainingOperations(_state, trainingJobs, _lifecycle);
        _tuning = new(_state, tuningJobs, training, _lifecycle);
        var tags = new TagOperations(_state);
        var logs = new LogOperations(_state);
        _operations = new(StringComparer.Ordinal)
        {
            ["CreateTrainingJob"] = training.Create,
            ["DescribeTrainingJob"] = trainingJobs.Describe,
            ["ListTrainingJobs"] = trainingJobs.List,
            ["StopTrainingJob"] = training.Stop,
            ["UpdateTrainingJob"] = training.Update,
            ["DeleteTrainingJob"] = training.Delete,
            ["CreateHyperParameterTuningJob"] = _tuning.Create,
            ["DescribeHyperParameterTuningJob"] = tuningJobs.Describe,
            ["ListHyperParameterTuningJobs"] = tuningJobs.List,
            ["StopHyperParameterTuningJob"] = _tuning.Stop,
            ["DeleteHyperParameterTuningJob"] = _tuning.Delete,
            ["ListTrainingJobsForHyperParameterTuningJob"] = _tuning.ListTrials,
            ["Search"] = new SearchOperation(_state).Search,
            ["ListTags"] = tags.List,
            ["AddTags"] = tags.Add,
            ["DescribeLogStreams"] = logs.DescribeLogStreams,
            ["GetLogEvents"] = logs.GetLogEvents,
            ["FilterLogEvents"] = logs.FilterLogEvents,
        };
    }

    /// <summary>How it behaves.</summary>
    public CloudAccountOptions Options => _state.Options;

    /// <summary>Roles and objects beside the jobs.</summary>
    public NearbyServices Nearby { get; } = new();

    /// <summary>The calls so far.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>What was wrong with requests, and with answers when they are checked: <c>Search: MaxResults: has 101, more than 100</c>.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_violations)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>The names of all training jobs, oldest first.</summary>
    public IReadOnlyList<string> TrainingJobs
    {
        get
        {
            lock (_state.Gate)
            {
                return [.. _state.Training.ByCreation.Select(job => job.Name)];
            }
        }
    }

    /// <summary>The next calls of an operation, by its name without the service, meet a fault. <c>*</c> is every operation.</summary>
    public void AddFault(string operation, FaultKind kind, int times = 1) => _faults.Add(operation, kind, times);

    /// <summary>Takes a training job to its next phase, or on to the one named (<c>Training</c>, <c>Completed</c>, <c>Failed</c>, <c>Stopped</c>, <c>MaxRuntimeExceeded</c> …).
    /// A tuning job is taken to its end, with all its trials.</summary>
    public void Advance(string job, string? to = null, string? reason = null)
    {
        lock (_state.Gate)
        {
            _lifecycle.Tick(_state.Now);
            if (_state.Training.Find(job) is { } training)
            {
                _lifecycle.Advance(training, to, reason);
                return;
            }

            var tuning = _state.Find(JobKind.Tuning, job);
            while (!tuning.Ended && _tuning.Trials(job).FirstOrDefault(trial => !trial.Ended) is { } trial)
            {
                _lifecycle.Advance(trial, trial.Status == "Stopping" ? "Stopped" : "Completed", null);
            }
        }
    }

    /// <summary>Lets one of a job's machines write lines to its log.</summary>
    public void WriteLog(string job, IEnumerable<string> lines, int instance = 1, DateTimeOffset? at = null)
    {
        lock (_state.Gate)
        {
            var now = _state.Now;
            _lifecycle.Tick(now);
            _state.Logs.Write(_state.Logs.StreamOf(_state.Find(JobKind.Training, job), instance), lines, (at ?? now).ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Lets the log group be there though nothing was written, or not be there.</summary>
    public void SetLogGroup(bool exists)
    {
        lock (_state.Gate)
        {
            _state.Logs.GroupExists = exists;
        }
    }

    /// <summary>Adds finished jobs that look real, the newest a minute old. Trials of tuning jobs are among the training jobs.</summary>
    /// <param name="jobs">How many training jobs.</param>
    /// <param name="tuningJobs">How many tuning jobs.</param>
    /// <param name="span">How old the oldest is; a year when nothing is said.</param>
    /// <param name="bursts">Whether they were created in bursts of about fifty, and not evenly.</param>
    /// <param name="seed">The same seed makes the same jobs.</param>
    public void FillWith(int jobs, int tuningJobs = 0, TimeSpan? span = null, bool bursts = false, int seed = 1)
    {
        lock (_state.Gate)
        {
            var (training, tuning) = new SampleJobs(_state, seed).Make(jobs, tuningJobs, span ?? TimeSpan.FromDays(365), bursts);
            _state.Training.AddRange(training);
            _state.Tuning.AddRange(tuning);
            foreach (var job in tuning)
            {
                _tuning.Refresh(job, DateTimeOffset.UnixEpoch.AddSeconds(WireTime.Seconds(job.Document, "HyperParameterTuningEndTime")!.Value));
            }

            // Made now, so that the first search that is measured costs what the later ones cost.
            foreach (var job in training.Concat(tuning))
            {
                _ = job.Current.SearchBytes;
            }
        }
    }

    /// <inheritdoc/>
    public JsonNode Control(string action, JsonObject body) => _control.Run(action, body);

    Task<bool> IStoringService.TryServeAsync(HttpContext context, StorageTarget target) => _store.TryServeAsync(context, target);

    /// <inheritdoc/>
    public async Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        Calls.Enter(call);
        try
        {
            if (Options.Latency > TimeSpan.Zero)
            {
                await Task.Delay(Options.Latency, cancellation);
            }

            var fault = _faults.Take(call.Operation);
            if (NearbyServices.Serves(call))
            {
                return Nearby.Answer(call, fault, Options.Denied.Contains(call.Operation)) with { Fault = fault };
            }

            return Refusal(call, fault) ?? Operate(call) with { Fault = fault };
        }
        finally
        {
            Calls.Leave();
        }
    }

    private ServiceAnswer? Refusal(ServiceCall call, FaultKind? fault)
    {
        if (fault == FaultKind.Throttle || (Options.Rate is { } rate && !_rate.Take(rate, _state.Now)))
        {
            return ServiceAnswer.Error("ThrottlingException", "Rate exceeded");
        }

        switch (fault)
        {
            case FaultKind.Status500:
                return ServiceAnswer.Error("InternalFailure", "The request processing has failed because of an unknown error.", 500);
            case FaultKind.Status503:
                return ServiceAnswer.Error("ServiceUnavailable", "The request has failed due to a temporary failure of the server.", 503);
            case FaultKind.Expired:
                return ServiceAnswer.Error("ExpiredTokenException", "The security token included in the request is expired");
            case FaultKind.Skew:
                var ahead = DateTimeOffset.UtcNow.AddHours(1);
                static string Stamp(DateTimeOffset time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
                return ServiceAnswer.Error("InvalidSignatureException", $"Signature expired: {Stamp(DateTimeOffset.UtcNow)} is now earlier than {Stamp(ahead.AddMinutes(-5))} ({Stamp(ahead)} - 5 min.)") with
                {
                    Headers = new Dictionary<string, string> { ["Date"] = ahead.ToString("R", CultureInfo.InvariantCulture) },
                };
            default:
                break;
        }

        if (!Options.Denied.Contains(call.Operation))
        {
            return null;
        }

        var action = $"{WireContract.Find(call.Target)?.Contract.SigningName}:{call.Operation}";
        return ServiceAnswer.Error("AccessDeniedException", $"User: arn:aws:iam::{AccountState.Number}:user/ana is not authorized to perform: {action} on resource: "
            + $"arn:aws:{action[..action.IndexOf(':', StringComparison.Ordinal)]}:{Options.Region}:{AccountState.Number}:* because no identity-based policy allows the {action} action");
    }

    private ServiceAnswer Operate(ServiceCall call)
    {
        if (WireContract.Find(call.Target) is not var (contract, operation) || !_operations.TryGetValue(operation, out var operate))
        {
            var called = call.Method is null ? call.Target : $"{call.Method} {call.Path}";
            Violate([$"{called}: is not an operation"]);
            return ServiceAnswer.Error("UnknownOperationException", $"'{called}' is not an operation.", call.Method is null ? 400 : 404);
        }

        var request = call.Json();
        IReadOnlyList<string> problems = request is null ? ["(body): is not a JSON object"] : contract.CheckInput(operation, request);
        if (problems.Count > 0)
        {
            Violate(problems.Select(problem => $"{operation}: {problem}"));
            return ServiceAnswer.Error("ValidationException", $"{problems.Count} validation error{(problems.Count == 1 ? "" : "s")} detected: {string.Join("; ", problems)}");
        }

        var answer = Locked(operate, request!);
        if (Options.CheckAnswers && answer.Status == 200)
        {
            var body = answer.Body.IsEmpty ? null : JsonNode.Parse(answer.Body.Span);
            Violate(contract.CheckOutput(operation, body).Select(problem => $"answer of {operation}: {problem}"));
        }

        return answer;
    }

    private ServiceAnswer Locked(Func<JsonObject, ServiceAnswer> operate, JsonObject request)
    {
        lock (_state.Gate)
        {
            try
            {
                _lifecycle.Tick(_state.Now);
                return operate(request);
            }
            catch (ServiceException e)
            {
                return ServiceAnswer.Error(e.Type, e.Message);
            }
        }
    }

    private void Violate(IEnumerable<string> problems)
    {
        lock (_violations)
        {
            _violations.AddRange(problems);
        }
    }
}
