using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>What custom jobs, tuning jobs and pipelines have in common: get, list, cancel, delete.</summary>
internal sealed class ResourceOperations(ProjectState state, ResourceKind kind, ProjectLifecycle lifecycle)
{
    /// <summary>Neither the default nor the most is documented.</summary>
    private const int DefaultPage = 100;

    private const int MostInAPage = 100;

    public CloudJob Find(JsonObject request)
    {
        var name = request["name"]!.GetValue<string>();
        return state.Store(Location(name), kind).Find(name[(name.LastIndexOf('/') + 1)..])
            ?? throw GoogleException.NotFound($"The {kind.Shape} does not exist. (\"{name}\")");
    }

    /// <summary>The location of a name or a parent, in this project.</summary>
    public string Location(string name)
    {
        var parts = name.Split('/');
        if (parts[1] != state.Options.Project && parts[1] != state.Options.Number)
        {
            throw GoogleException.Denied($"aiplatform.{kind.Collection}.list", "aiplatform.googleapis.com", string.Join('/', parts.Take(4)));
        }

        return state.Options.Locations.Contains(parts[3]) ? parts[3] : throw GoogleException.NotFound($"Location {parts[3]} is not found or access is unauthorized.");
    }

    public ServiceAnswer Get(JsonObject request) => new(200, Find(request).ListBytes.ToArray());

    public ServiceAnswer List(JsonObject request)
    {
        var filter = Text(request, "filter") ?? "";
        var size = int.Parse(Text(request, "pageSize") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        if (size < 0)
        {
            throw GoogleException.Invalid($"page_size must not be negative, and is {size}.");
        }

        size = Math.Min(Math.Min(size == 0 ? DefaultPage : size, MostInAPage), state.Options.PageCap ?? int.MaxValue);
        var listing = state.Store(Location(request["parent"]!.GetValue<string>()), kind).Listing(filter, () => JobFilter.Parse(kind, filter));
        var start = Start(listing, Text(request, "pageToken"), filter);
        var end = Math.Min(listing.Count, start + size);
        var body = new ArrayBufferWriter<byte>(65536);
        body.Write("{"u8);
        if (end > start)
        {
            body.Write(Encoding.UTF8.GetBytes($"\"{kind.Collection}\":["));
            for (var i = start; i < end; i++)
            {
                if (i > start)
                {
                    body.Write(","u8);
                }

                body.Write(listing[i].ListBytes);
            }

            body.Write("]"u8);
        }

        if (end < listing.Count)
        {
            body.Write(Encoding.UTF8.GetBytes($"{(end > start ? "," : "")}\"nextPageToken\":\"{PageToken.Make(filter, listing[end - 1].Id)}\""));
        }

        body.Write("}"u8);
        return new(200, body.WrittenMemory);
    }

    public ServiceAnswer Cancel(JsonObject request)
    {
        var job = Find(request);
        if (job.Ended)
        {
            throw GoogleException.Precondition($"The {kind.Shape} \"{job.Name}\" is in state {job.State} and cannot be canceled.");
        }

        Cancel(job);
        return ServiceAnswer.Ok(new JsonObject());
    }

    public ServiceAnswer Delete(JsonObject request)
    {
        var job = Find(request);
        if (!job.Ended)
        {
            throw GoogleException.Precondition($"The {kind.Shape} \"{job.Name}\" is in state {job.State} and cannot be deleted. Cancel it first.");
        }

        var name = $"{state.Parent(job.Location)}/operations/{state.NextId()}";
        state.Deletions[name] = new(name, job, state.Now);
        return ServiceAnswer.Ok(DeletionOperations.Shown(state.Deletions[name]));
    }

    private static string? Text(JsonObject request, string member) => request[member]?.GetValue<string>();

    private static int Start(IReadOnlyList<CloudJob> listing, string? token, string filter)
    {
        if (token is null or "")
        {
            return 0;
        }

        // What is after the last that was shown: what is added in front of it shifts nothing.
        var last = PageToken.Read(filter, token);
        var (low, high) = (0, listing.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(listing[middle].Id, last) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Cancel(CloudJob job)
    {
        if (ProjectLifecycle.Plain(job) == "CANCELLING")
        {
            return;
        }

        lifecycle.Enter(job, "CANCELLING", state.Now, null);
        foreach (var trial in job.Trials.Where(trial => !trial.Ended))
        {
            Cancel(trial);
        }
    }
}
