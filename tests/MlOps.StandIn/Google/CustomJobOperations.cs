using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>Creates custom jobs, on request or for a trial.</summary>
internal sealed class CustomJobOperations(ProjectState state, ResourceOperations jobs)
{
    public ServiceAnswer Create(JsonObject request)
    {
        var body = request["body"]!.AsObject();
        JobChecks.Custom(body);
        var job = Add(body, jobs.Location(request["parent"]!.GetValue<string>()), state.Now);
        return ServiceAnswer.Ok(job.Document);
    }

    /// <summary>Creates a job. Members that the service alone sets are ignored.</summary>
    public CloudJob Add(JsonObject body, string location, DateTimeOffset at, CloudTrial? trial = null)
    {
        var id = state.NextId();
        var job = new CloudJob(ResourceKind.Custom, location, id, New(state, ResourceKind.Custom, body, location, id, at)) { Trial = trial };
        state.Store(location, ResourceKind.Custom).Add(job);
        state.Active.Add(job);
        return job;
    }

    public static JsonObject New(ProjectState state, ResourceKind kind, JsonObject body, string location, string id, DateTimeOffset at)
    {
        var document = new JsonObject { ["name"] = $"{state.Parent(location)}/{kind.Collection}/{id}" };
        var members = Contracts.WireContract.Vertex.Settable(kind.Shape);
        foreach (var (member, value) in body.Where(member => member.Value is not null && members.Contains(member.Key)))
        {
            document[member] = value!.DeepClone();
        }

        foreach (var pool in (document["jobSpec"] ?? document["trialJobSpec"])?["workerPoolSpecs"] as JsonArray ?? [])
        {
            if (pool is JsonObject { Count: > 0 } given)
            {
                given["replicaCount"] = JobChecks.Whole(given["replicaCount"], 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                given["diskSpec"] ??= new JsonObject { ["bootDiskType"] = "pd-ssd", ["bootDiskSizeGb"] = 100 };
            }
        }

        document["state"] = kind.State("QUEUED");
        document["createTime"] = GoogleTime.Text(at);
        document["updateTime"] = GoogleTime.Text(at);
        return document;
    }
}
