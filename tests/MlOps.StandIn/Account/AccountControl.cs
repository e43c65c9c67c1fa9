using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Account;

/// <summary>What <c>/_control/</c> offers to those who can only speak HTTP: specs in PowerShell.</summary>
internal sealed class AccountControl(CloudAccount account)
{
    public JsonNode Run(string action, JsonObject body)
    {
        var done = new JsonObject { ["done"] = action };
        switch (action)
        {
            case "advance":
                account.Advance(Text(body, "job"), body["to"]?.GetValue<string>(), body["reason"]?.GetValue<string>());
                return done;
            case "log":
                account.WriteLog(
                    Text(body, "job"),
                    body["lines"]!.AsArray().Select(line => line!.GetValue<string>()),
                    body["instance"]?.GetValue<int>() ?? 1,
                    body["time"] is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time.GetValue<long>()) : null);
                return done;
            case "fault":
                account.AddFault(Text(body, "operation"), Enum.Parse<FaultKind>(Text(body, "kind"), ignoreCase: true), body["times"]?.GetValue<int>() ?? 1);
                return done;
            case "deny":
                account.Options.Denied.Add(Text(body, "operation"));
                return done;
            case "allow":
                account.Options.Denied.Remove(Text(body, "operation"));
                return done;
            case "fill":
                account.FillWith(
                    body["jobs"]!.GetValue<int>(),
                    body["tuningJobs"]?.GetValue<int>() ?? 0,
                    body["spanDays"] is { } days ? TimeSpan.FromDays(days.GetValue<double>()) : null,
                    body["bursts"]?.GetValue<bool>() ?? false);
                return done;
            case "log-group":
                account.SetLogGroup(body["exists"]!.GetValue<bool>());
                return done;
            case "object" when body["size"] is not null:
                account.Nearby.Objects.Put(Text(body, "bucket"), Text(body, "key"), StorageControl.Content(body));
                return done;
            case "object":
                account.Nearby.Put(Text(body, "bucket"), Text(body, "key"), Text(body, "text"));
                return done;
            case "store-fault":
                account.Nearby.StorageFaults.Add(StorageControl.Fault(body));
                return done;
            case "bucket":
                account.Nearby.Buckets[Text(body, "bucket")] = body["region"]?.GetValue<string>() ?? account.Options.Region;
                return done;
            case "options":
                Set(account.Options, body);
                return done;
            case "reset-calls":
                account.Calls.Clear();
                return done;
            case "calls":
                return account.Calls.Shown();
            case "violations":
                return new JsonArray([.. account.Violations.Select(violation => (JsonNode)violation)]);
            case "jobs":
                return new JsonArray([.. account.TrainingJobs.Select(job => (JsonNode)job)]);
            default:
                throw new ArgumentException($"There is no control action '{action}'.");
        }
    }

    private static string Text(JsonObject body, string member) => body[member]?.GetValue<string>() ?? throw new ArgumentException($"'{member}' is missing.");

    private static void Set(CloudAccountOptions options, JsonObject body)
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
                case "indexLagSeconds":
                    options.IndexLag = TimeSpan.FromSeconds(value!.GetValue<double>());
                    break;
                case "containsIgnoresCase":
                    options.ContainsIgnoresCase = value!.GetValue<bool>();
                    break;
                case "jobSeconds":
                    options.JobSeconds = value?.GetValue<double>();
                    break;
                case "jobLogLines":
                    options.JobLogLines = value!.GetValue<int>();
                    break;
                case "pageCap":
                    options.PageCap = value?.GetValue<int>();
                    break;
                case "emptyLogPages":
                    options.EmptyLogPages = value!.GetValue<bool>();
                    break;
                case "filterScan":
                    options.FilterScan = value?.GetValue<int>();
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
