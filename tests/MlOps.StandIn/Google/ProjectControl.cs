using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Google;

/// <summary>What <c>/_control/</c> offers to those who can only speak HTTP: specs in PowerShell.</summary>
internal sealed class ProjectControl(CloudProject project)
{
    public JsonNode Run(string action, JsonObject body)
    {
        var done = new JsonObject { ["done"] = action };
        switch (action)
        {
            case "advance":
                project.Advance(Text(body, "job"), body["to"]?.GetValue<string>(), body["reason"]?.GetValue<string>());
                return done;
            case "log":
                project.WriteLog(
                    Text(body, "job"),
                    body["lines"]!.AsArray().Select(line => line!.GetValue<string>()),
                    body["task"]?.GetValue<string>() ?? "workerpool0-0",
                    body["time"] is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time.GetValue<long>()) : null,
                    body["severity"]?.GetValue<string>() ?? "INFO",
                    body["json"]?.GetValue<bool>() ?? true,
                    body["lateSeconds"] is { } late ? TimeSpan.FromSeconds(late.GetValue<double>()) : null);
                return done;
            case "measure":
                project.SetMeasurement(Text(body, "job"), body["trial"]!.GetValue<int>(), body["metrics"]!.AsObject().ToDictionary(metric => metric.Key, metric => metric.Value!.GetValue<double>()));
                return done;
            case "add":
                project.Add(body["resource"]!.AsObject());
                return done;
            case "store-fault":
                project.StorageFaults.Add(StorageControl.Fault(body));
                return done;
            case "object" when body["size"] is not null:
                project.AddBucket(Text(body, "bucket"));
                project.Objects.Put(Text(body, "bucket"), Text(body, "name"), StorageControl.Content(body));
                return done;
            case "object":
                project.AddObject(Text(body, "bucket"), Text(body, "name"), Encoding.UTF8.GetBytes(body["text"]?.GetValue<string>() ?? ""));
                return done;
            case "service-account":
                project.AddServiceAccount(Text(body, "email"));
                return done;
            case "bind":
                project.Bind(Text(body, "role"), Text(body, "member"));
                return done;
            case "fault":
                project.AddFault(Text(body, "operation"), Enum.Parse<FaultKind>(Text(body, "kind"), ignoreCase: true), body["times"]?.GetValue<int>() ?? 1);
                return done;
            case "deny":
                project.Options.Denied.Add(Text(body, "operation"));
                return done;
            case "allow":
                project.Options.Denied.Remove(Text(body, "operation"));
                return done;
            case "fill":
                project.FillWith(
                    body["jobs"]!.GetValue<int>(),
                    body["tuningJobs"]?.GetValue<int>() ?? 0,
                    body["spanDays"] is { } days ? TimeSpan.FromDays(days.GetValue<double>()) : null);
                return done;
            case "options":
                Set(project.Options, body);
                return done;
            case "reset-calls":
                project.Calls.Clear();
                return done;
            case "calls":
                return project.Calls.Shown();
            case "violations":
                return List(project.Violations);
            case "jobs":
                return List(project.CustomJobs);
            case "tuning-jobs":
                return List(project.TuningJobs);
            default:
                throw new ArgumentException($"There is no control action '{action}'.");
        }
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Text(JsonObject body, string member) => body[member]?.GetValue<string>() ?? throw new ArgumentException($"'{member}' is missing.");

    private static void Set(CloudProjectOptions options, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            switch (name)
            {
                case "latencyMilliseconds":
                    options.Latency = TimeSpan.FromMilliseconds(value!.GetValue<double>());
                    break;
                case "rate":
                    options.Rate = value?.GetValue<double>();
                    break;
                case "logRate":
                    options.LogRate = value?.GetValue<double>();
                    break;
                case "retryAfterSeconds":
                    options.RetryAfterSeconds = value?.GetValue<int>();
                    break;
                case "pageCap":
                    options.PageCap = value?.GetValue<int>();
                    break;
                case "jobSeconds":
                    options.JobSeconds = value?.GetValue<double>();
                    break;
                case "jobLogLines":
                    options.JobLogLines = value!.GetValue<int>();
                    break;
                case "logDelaySeconds":
                    options.LogDelay = TimeSpan.FromSeconds(value!.GetValue<double>());
                    break;
                case "lateEvery":
                    options.LateEvery = value!.GetValue<int>();
                    break;
                case "lateBySeconds":
                    options.LateBy = TimeSpan.FromSeconds(value!.GetValue<double>());
                    break;
                case "serviceEntries":
                    options.ServiceEntries = value!.GetValue<bool>();
                    break;
                case "emptyLogPages":
                    options.EmptyLogPages = value!.GetValue<bool>();
                    break;
                case "trialLogsUnderTuningJob":
                    options.TrialLogsUnderTuningJob = value!.GetValue<bool>();
                    break;
                case "deletePolls":
                    options.DeletePolls = value!.GetValue<int>();
                    break;
                case "requireAuthorization":
                    options.RequireAuthorization = value!.GetValue<bool>();
                    break;
                case "checkAnswers":
                    options.CheckAnswers = value!.GetValue<bool>();
                    break;
                default:
                    throw new ArgumentException($"There is no option '{name}'.");
            }
        }
    }
}
