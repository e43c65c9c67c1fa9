using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Account;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Google;

/// <summary>A project in memory with custom jobs, tuning jobs and their logs, which behaves as Vertex AI and Cloud Logging do. Safe to use while it is served.</summary>
public sealed class CloudProject : IService, IStoringService
{
    private readonly ProjectState _state;
    private readonly ProjectLifecycle _lifecycle;
    private readonly DeletionOperations _deletions;
    private readonly HealthOperations _health;
    private readonly FaultPlan _faults = new();
    private readonly RateLimit _rate = new();
    private readonly List<string> _violations = [];
    private readonly Dictionary<string, Func<JsonObject, ServiceAnswer>> _operations;
    private readonly ProjectControl _control;
    private readonly ProjectStore _store;

    /// <summary>A project without jobs, with one bucket and one service account.</summary>
    public CloudProject(CloudProjectOptions? options = null)
    {
        _state = new(options ?? new());
        _lifecycle = new(_state);
        _deletions = new(_state);
        _health = new(_state);
        _control = new(this);
        _store = new(_state, _faults, Calls, Refusal, problem => Violate([problem]));
        var custom = new ResourceOperations(_state, ResourceKind.Custom, _lifecycle);
        var tuning = new ResourceOperations(_state, ResourceKind.Tuning, _lifecycle);
        var pipelines = new ResourceOperations(_state, ResourceKind.Pipeline, _lifecycle);
        var customJobs = new CustomJobOperations(_state, custom);
        var tuningJobs = new TuningJobOperations(_state, tuning, customJobs, _lifecycle);
        _operations = new(StringComparer.Ordinal)
        {
            ["Vertex.CreateCustomJob"] = customJobs.Create,
            ["Vertex.GetCustomJob"] = custom.Get,
            ["Vertex.ListCustomJobs"] = custom.List,
            ["Vertex.CancelCustomJob"] = custom.Cancel,
            ["Vertex.DeleteCustomJob"] = custom.Delete,
            ["Vertex.CreateHyperparameterTuningJob"] = tuningJobs.Create,
            ["Vertex.GetHyperparameterTuningJob"] = tuningJobs.Get,
            ["Vertex.ListHyperparameterTuningJobs"] = tuning.List,
            ["Vertex.CancelHyperparameterTuningJob"] = tuning.Cancel,
            ["Vertex.DeleteHyperparameterTuningJob"] = tuning.Delete,
            ["Vertex.GetTrainingPipeline"] = pipelines.Get,
            ["Vertex.ListTrainingPipelines"] = pipelines.List,
            ["Vertex.CancelTrainingPipeline"] = pipelines.Cancel,
            ["Vertex.GetOperation"] = _deletions.Get,
            ["CloudLogging.entries.list"] = new LogEntryOperations(_state).List,
            ["ResourceManager.projects.get"] = _health.Project,
            ["ResourceManager.projects.testIamPermissions"] = _health.TestProject,
            ["ResourceManager.projects.getIamPolicy"] = _health.Policy,
            ["Iam.serviceAccounts.get"] = _health.ServiceAccount,
            ["Iam.serviceAccounts.testIamPermissions"] = _health.TestServiceAccount,
            ["Storage.buckets.testIamPermissions"] = _health.TestBucket,
            ["OAuth.token"] = _ => _health.Token(),
        };
        AddBucket($"{Options.Project}-training");
        AddServiceAccount($"training@{Options.Project}.iam.gserviceaccount.com");
    }

    /// <summary>How it behaves.</summary>
    public CloudProjectOptions Options => _state.Options;

    /// <summary>The calls so far. Operations are named as in the contracts: <c>ListCustomJobs</c>, <c>entries.list</c>.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>What was wrong with requests, and with answers when they are checked. What the service puts up with is there too, as a member that it sets alone.</summary>
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

    /// <summary>The names of all custom jobs, oldest first.</summary>
    public IReadOnlyList<string> CustomJobs => Names(ResourceKind.Custom);

    /// <summary>The names of all tuning jobs, oldest first.</summary>
    public IReadOnlyList<string> TuningJobs => Names(ResourceKind.Tuning);

    /// <summary>The next calls of an operation meet a fault. <c>*</c> is every operation.</summary>
    public void AddFault(string operation, FaultKind kind, int times = 1) => _faults.Add(operation, kind, times);

    /// <summary>Takes a job to its next state, or on to the one named (<c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>EXPIRED</c> …). A tuning job for which none is named is taken to its end, with all its trials.</summary>
    /// <param name="job">Its name, its id, or its displayed name; the newest of several.</param>
    /// <param name="to">The state.</param>
    /// <param name="reason">Why it failed.</param>
    public void Advance(string job, string? to = null, string? reason = null)
    {
        lock (_state.Gate)
        {
            Tick();
            var found = _state.Find(job);
            if (found.Kind != ResourceKind.Tuning)
            {
                _lifecycle.Advance(found, to, reason);
                return;
            }

            if (to is not null)
            {
                _lifecycle.Advance(found, to, reason);
            }
            else if (ProjectLifecycle.Plain(found) is not ("RUNNING" or "CANCELLING"))
            {
                _lifecycle.Advance(found, "RUNNING", null);
            }

            // To its end with all its trials, or its trials to their end when it was given one.
            var trialsEnd = found.Ended || ProjectLifecycle.Plain(found) == "CANCELLING" ? "CANCELLED" : "SUCCEEDED";
            while ((to is null || found.Ended) && found.Trials.Find(trial => !trial.Ended) is { } trial)
            {
                _lifecycle.Advance(trial, trialsEnd, null);
            }

            if (to is null && !found.Ended)
            {
                _lifecycle.Advance(found, null, reason);
            }
        }
    }

    /// <summary>Sets the final measurement that a trial will have: values by metric.</summary>
    public void SetMeasurement(string tuningJob, int trial, IReadOnlyDictionary<string, double> metrics)
    {
        lock (_state.Gate)
        {
            Tick();
            var found = _state.Find(tuningJob).Trials.Find(job => job.Trial!.Number == trial) ?? throw new ArgumentException($"There is no trial {trial}.");
            found.Trial!.Measurement = new()
            {
                ["stepCount"] = "10",
                ["metrics"] = new JsonArray([.. metrics.Select(metric => (JsonNode)new JsonObject { ["metricId"] = metric.Key, ["value"] = metric.Value })]),
            };
        }
    }

    /// <summary>Lets one of a job's replicas write lines to its log.</summary>
    /// <param name="job">Its name, its id, or its displayed name.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="task">The replica.</param>
    /// <param name="at">When; now when nothing is said.</param>
    /// <param name="severity">INFO, ERROR … With DEFAULT the member is left out.</param>
    /// <param name="json">Whether the text is <c>jsonPayload.message</c>, and not <c>textPayload</c>.</param>
    /// <param name="late">How much later than at once it can be read; null: as the options have it.</param>
    public void WriteLog(string job, IEnumerable<string> lines, string task = "workerpool0-0", DateTimeOffset? at = null, string severity = "INFO", bool json = true, TimeSpan? late = null)
    {
        lock (_state.Gate)
        {
            Tick();
            var source = _lifecycle.Source(_state.Find(job));
            foreach (var line in lines)
            {
                _state.Log.Write(source, task, line, json, severity, at ?? _state.Now, late);
            }
        }
    }

    /// <summary>Adds finished jobs that look real, the newest a minute old, dealt out over the locations. Trials of tuning jobs are among the custom jobs.</summary>
    /// <param name="jobs">How many custom jobs.</param>
    /// <param name="tuningJobs">How many tuning jobs.</param>
    /// <param name="span">How old the oldest is; a year when nothing is said.</param>
    /// <param name="seed">The same seed makes the same jobs.</param>
    public void FillWith(int jobs, int tuningJobs = 0, TimeSpan? span = null, int seed = 1)
    {
        lock (_state.Gate)
        {
            var made = new SampleProject(_state, seed).Make(jobs, tuningJobs, span ?? TimeSpan.FromDays(365));
            foreach (var group in made.GroupBy(job => (job.Location, job.Kind)))
            {
                _state.Store(group.Key.Location, group.Key.Kind).AddRange(group);
            }

            // Made now, so that the first list that is measured costs what the later ones cost.
            foreach (var job in made)
            {
                _ = job.ListBytes;
            }
        }
    }

    /// <summary>Adds a resource as it is: an old job, one in an odd state, a pipeline. Its name says what it is and where.</summary>
    public void Add(JsonObject resource)
    {
        var parts = resource["name"]!.GetValue<string>().Split('/');
        var kind = new[] { ResourceKind.Custom, ResourceKind.Tuning, ResourceKind.Pipeline }.FirstOrDefault(kind => kind.Collection == parts[4]) ?? throw new ArgumentException($"There are no {parts[4]}.");
        lock (_state.Gate)
        {
            var job = new CloudJob(kind, parts[3], parts[5], (JsonObject)resource.DeepClone());
            _state.Store(parts[3], kind).Add(job);
            if (!job.Ended && kind != ResourceKind.Pipeline)
            {
                _state.Active.Add(job);
            }
        }
    }

    /// <summary>The objects of its buckets.</summary>
    public ObjectTable Objects => _state.Objects;

    /// <summary>How Cloud Storage behaves.</summary>
    public StorageOptions Storage => _store.Options;

    /// <summary>What goes wrong with Cloud Storage alone.</summary>
    public StorageFaults StorageFaults => _store.Faults;

    /// <summary>Adds a bucket.</summary>
    public void AddBucket(string name) => Objects.AddBucket(name, Options.Locations[0]);

    /// <summary>Adds an object to a bucket.</summary>
    public void AddObject(string bucket, string name, ReadOnlyMemory<byte> content)
    {
        AddBucket(bucket);
        Objects.Put(bucket, name, content.ToArray());
    }

    /// <summary>Adds a service account.</summary>
    public void AddServiceAccount(string email)
    {
        lock (_state.Gate)
        {
            _state.ServiceAccounts.Add(email);
        }
    }

    /// <summary>Gives a role in the project to a member, such as <c>serviceAccount:trainer@…</c>. What the caller may do does not depend on it.</summary>
    public void Bind(string role, string member)
    {
        lock (_state.Gate)
        {
            if (!_state.Bindings.TryGetValue(role, out var members))
            {
                _state.Bindings[role] = members = new(StringComparer.Ordinal);
            }

            members.Add(member);
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
            return Refusal(call, fault) ?? Operate(call) with { Fault = fault };
        }
        finally
        {
            Calls.Leave();
        }
    }

    private IReadOnlyList<string> Names(ResourceKind kind)
    {
        lock (_state.Gate)
        {
            return [.. _state.All(kind).OrderBy(job => job.Created).ThenBy(job => job.Id, StringComparer.Ordinal).Select(job => job.Name)];
        }
    }

    private ServiceAnswer? Refusal(ServiceCall call, FaultKind? fault)
    {
        var service = call.Target.Split('.')[0] switch
        {
            "CloudLogging" => "logging.googleapis.com",
            "ResourceManager" => "cloudresourcemanager.googleapis.com",
            "Iam" => "iam.googleapis.com",
            "Storage" => "storage.googleapis.com",
            "OAuth" => "oauth2.googleapis.com",
            _ => "aiplatform.googleapis.com",
        };
        if (fault == FaultKind.Throttle || (Options.Rate is { } rate && !_rate.Take(rate, _state.Now)))
        {
            return Patient(GoogleError.Answer(
                "RESOURCE_EXHAUSTED",
                $"Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '{service}' for consumer 'project_number:{Options.Number}'.",
                GoogleError.Info("RATE_LIMIT_EXCEEDED", "googleapis.com", ("service", service), ("consumer", $"projects/{Options.Number}"))));
        }

        switch (fault)
        {
            case FaultKind.Status500:
                return GoogleError.Answer("INTERNAL", "Internal error encountered.");
            case FaultKind.Status503:
                return Patient(GoogleError.Answer("UNAVAILABLE", "The service is currently unavailable."));
            case FaultKind.Expired or FaultKind.Skew when call.Target == "OAuth.token":
                return ServiceAnswer.Ok(new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "Token has been expired or revoked." }) with { Status = 400 };
            case FaultKind.Expired or FaultKind.Skew:
                return Unauthenticated(service, "ACCESS_TOKEN_EXPIRED");
            default:
                break;
        }

        if (Options.RequireAuthorization && !call.Authorized && call.Target != "OAuth.token")
        {
            return Unauthenticated(service, "CREDENTIALS_MISSING");
        }

        var permission = HealthOperations.PermissionOf(call.Target);
        if (!Options.Denied.Contains(call.Operation) && (permission is null || !_health.IsDenied(permission)))
        {
            return null;
        }

        var resource = call.Variables.Values.FirstOrDefault() ?? $"projects/{Options.Project}";
        return service == "storage.googleapis.com"
            ? HealthOperations.StorageError(403, "forbidden", $"ana@example.com does not have {permission} access to the Google Cloud Storage bucket. Permission '{permission}' denied on resource (or it may not exist).")
            : GoogleException.Denied(permission ?? call.Operation, service, resource).Answer;
    }

    private static ServiceAnswer Unauthenticated(string service, string reason) => GoogleError.Answer(
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        GoogleError.Info(reason, "googleapis.com", ("service", service)));

    private ServiceAnswer Patient(ServiceAnswer answer) => Options.RetryAfterSeconds is { } seconds
        ? answer with { Headers = new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) } }
        : answer;

    private ServiceAnswer Operate(ServiceCall call)
    {
        if (call.Method is null || !_operations.TryGetValue(call.Target, out var operate))
        {
            var called = call.Method is null ? call.Target : $"{call.Method} {call.Path}";
            Violate([$"{called}: is not an operation"]);
            return GoogleError.Answer("NOT_FOUND", $"The requested URL {called} was not found on this server.");
        }

        var request = call.Json();
        var contract = WireContract.Find(call.Target)?.Contract;
        var check = request is null ? new(["(body): is not a JSON object"], []) : contract?.Examine(call.Operation, request) ?? new InputCheck([], []);
        Violate(check.All.Select(problem => $"{call.Operation}: {problem}"));
        if (check.Problems.Count > 0)
        {
            return GoogleError.Answer("INVALID_ARGUMENT", $"Invalid JSON payload received. {string.Join("; ", check.Problems)}", new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
                ["fieldViolations"] = new JsonArray([.. check.Problems.Select(problem => (JsonNode)new JsonObject { ["description"] = problem })]),
            });
        }

        var answer = Locked(operate, request!);
        if (Options.CheckAnswers && contract is not null && answer.Status == 200)
        {
            Violate(contract.CheckOutput(call.Operation, JsonNode.Parse(answer.Body.Span)).Select(problem => $"answer of {call.Operation}: {problem}"));
        }

        return answer.Status == 429 ? Patient(answer) : answer;
    }

    private ServiceAnswer Locked(Func<JsonObject, ServiceAnswer> operate, JsonObject request)
    {
        lock (_state.Gate)
        {
            try
            {
                Tick();
                return operate(request);
            }
            catch (GoogleException e)
            {
                return e.Answer;
            }
        }
    }

    private void Tick()
    {
        var now = _state.Now;
        _lifecycle.Tick(now);
        _deletions.Tick(now);
    }

    private void Violate(IEnumerable<string> problems)
    {
        lock (_violations)
        {
            _violations.AddRange(problems);
        }
    }
}
