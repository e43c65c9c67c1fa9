using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Google;

/// <summary>The long-running operations of deletions.</summary>
internal sealed class DeletionOperations(ProjectState state)
{
    public static JsonObject Shown(Deletion deletion)
    {
        var shown = new JsonObject
        {
            ["name"] = deletion.Name,
            ["metadata"] = new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata",
                ["genericMetadata"] = new JsonObject { ["createTime"] = GoogleTime.Text(deletion.Started), ["updateTime"] = GoogleTime.Text(deletion.Started) },
            },
        };
        if (deletion is { Done: true, Error: { } error })
        {
            shown["done"] = true;
            shown["error"] = new JsonObject { ["code"] = 9, ["message"] = error };
        }
        else if (deletion.Done)
        {
            shown["done"] = true;
            shown["response"] = new JsonObject { ["@type"] = "type.googleapis.com/google.protobuf.Empty" };
        }

        return shown;
    }

    public ServiceAnswer Get(JsonObject request)
    {
        var parts = request["name"]!.GetValue<string>().Split('/');
        parts[1] = parts[1] == state.Options.Project ? state.Options.Number : parts[1];
        var name = string.Join('/', parts);
        if (!state.Deletions.TryGetValue(name, out var deletion))
        {
            throw GoogleException.NotFound($"Operation \"{name}\" not found.");
        }

        if (++deletion.Polls >= state.Options.DeletePolls)
        {
            Finish(deletion);
        }

        return ServiceAnswer.Ok(Shown(deletion));
    }

    /// <summary>Ends deletions that nobody looks at.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var deletion in state.Deletions.Values.Where(deletion => !deletion.Done && deletion.Started.AddSeconds(10) <= now))
        {
            Finish(deletion);
        }
    }

    private void Finish(Deletion deletion)
    {
        if (deletion.Done)
        {
            return;
        }

        deletion.Done = true;
        deletion.Error = state.Options.DeleteError;
        if (deletion.Error is not null)
        {
            return;
        }

        var store = state.Store(deletion.Job.Location, deletion.Job.Kind);
        if (store.Find(deletion.Job.Id) is not null)
        {
            store.Remove(deletion.Job);
        }
    }
}
