using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>Tags of jobs, which are part of their documents.</summary>
internal sealed class TagOperations(AccountState state)
{
    public ServiceAnswer List(JsonObject request)
    {
        var tags = Find(request).Document["Tags"] as JsonArray ?? [];
        var (page, next) = Page.Cut([.. tags], request["NextToken"]?.GetValue<string>(), request["MaxResults"]?.GetValue<int>() ?? 50, tag => tag!["Key"]!.GetValue<string>());
        var body = new JsonObject { ["Tags"] = new JsonArray([.. page.Select(tag => tag!.DeepClone())]) };
        if (next is not null)
        {
            body["NextToken"] = next;
        }

        return ServiceAnswer.Ok(body);
    }

    public ServiceAnswer Add(JsonObject request)
    {
        var job = Find(request);
        var added = request["Tags"]!.AsArray();
        state.Change(job, state.Now, document =>
        {
            var keys = added.Select(tag => tag!["Key"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
            var kept = (document["Tags"] as JsonArray ?? []).Where(tag => !keys.Contains(tag!["Key"]!.GetValue<string>()));
            document["Tags"] = new JsonArray([.. kept.Concat(added).Select(tag => tag!.DeepClone())]);
        });
        return ServiceAnswer.Ok(new JsonObject { ["Tags"] = job.Document["Tags"]!.DeepClone() });
    }

    private StoredJob Find(JsonObject request)
    {
        var arn = request["ResourceArn"]!.GetValue<string>();
        foreach (var kind in new[] { JobKind.Training, JobKind.Tuning })
        {
            if (state.Table(kind).Find(arn[(arn.LastIndexOf('/') + 1)..]) is { } job && job.Arn == arn)
            {
                return job;
            }
        }

        throw ServiceException.Invalid("Requested resource not found.");
    }
}
