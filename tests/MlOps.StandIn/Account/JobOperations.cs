using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>What training and tuning jobs have in common: describe, list, stop, delete.</summary>
internal sealed class JobOperations(AccountState state, JobKind kind)
{
    public ServiceAnswer Describe(JsonObject request) => ServiceAnswer.Ok(kind.Only(Find(request).Document, kind.DescribeMembers));

    /// <summary>The page is cut first and its status filtered after, as the service does: a page may be short or empty and go on.</summary>
    public ServiceAnswer List(JsonObject request)
    {
        var status = Text(request, "StatusEquals");
        var key = new JsonObject(request.Where(member => member.Key is not ("NextToken" or "MaxResults" or "StatusEquals")).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        var listing = state.Table(kind).Listing($"list {key.ToJsonString()}", state.Now, TimeSpan.Zero, () => Sorted(request, state.Table(kind).ByCreation.Select(job => job.Current).Where(InRange(request))));
        var (page, next) = Page.Cut(listing, Text(request, "NextToken"), state.PageSize(request["MaxResults"]?.GetValue<int>() ?? 10), version => version.Job.Name);
        var body = new JsonObject { [kind.SummariesMember] = new JsonArray([.. page.Where(version => status is null || version.Status == status).Select(version => Summary(version.Document))]) };
        if (next is not null)
        {
            body["NextToken"] = next;
        }

        return ServiceAnswer.Ok(body);
    }

    public void Delete(JsonObject request)
    {
        var job = Find(request);
        if (!job.Ended)
        {
            throw new ServiceException("ResourceInUse", $"{job.Arn} is {job.Status} and cannot be deleted.");
        }

        if (job.Document["WarmPoolStatus"]?["Status"]?.GetValue<string>() == "Available")
        {
            throw new ServiceException("ResourceInUse", $"{job.Arn} keeps a warm pool and cannot be deleted.");
        }

        state.Table(kind).Remove(job, state.Now);
    }

    public StoredJob Find(JsonObject request) => state.Find(kind, Text(request, kind.NameMember)!);

    private static string? Text(JsonObject request, string member) => request[member]?.GetValue<string>();

    private static Func<DocumentVersion, bool> InRange(JsonObject request)
    {
        var name = Text(request, "NameContains");
        var (createdAfter, createdBefore) = (WireTime.Seconds(request, "CreationTimeAfter"), WireTime.Seconds(request, "CreationTimeBefore"));
        var (modifiedAfter, modifiedBefore) = (WireTime.Seconds(request, "LastModifiedTimeAfter"), WireTime.Seconds(request, "LastModifiedTimeBefore"));
        var warmPool = Text(request, "WarmPoolStatusEquals");
        var plan = Text(request, "TrainingPlanArnEquals");
        return version =>
            (name is null || version.Job.Name.Contains(name, StringComparison.Ordinal))
            && !(version.CreationTime <= createdAfter) && !(version.CreationTime >= createdBefore)
            && !(version.LastModifiedTime <= modifiedAfter) && !(version.LastModifiedTime >= modifiedBefore)
            && (warmPool is null || version.Document["WarmPoolStatus"]?["Status"]?.GetValue<string>() == warmPool)
            && (plan is null || version.Document["ResourceConfig"]?["TrainingPlanArn"]?.GetValue<string>() == plan);
    }

    private static IEnumerable<DocumentVersion> Sorted(JsonObject request, IEnumerable<DocumentVersion> versions)
    {
        var ordered = Text(request, "SortBy") switch
        {
            "Name" => versions.OrderBy(version => version.Job.Name, StringComparer.Ordinal),
            "Status" => versions.OrderBy(version => version.Status, StringComparer.Ordinal),
            _ => versions,
        };

        // Nothing said: newest first, as the operation's own text has it.
        return Text(request, "SortOrder") == "Ascending" || (Text(request, "SortOrder") is null && Text(request, "SortBy") is not null) ? ordered : ordered.Reverse();
    }

    private JsonObject Summary(JsonObject document)
    {
        var summary = kind.Only(document, kind.SummaryMembers);
        if (kind == JobKind.Training)
        {
            if (document["ResourceConfig"]?["TrainingPlanArn"] is { } plan)
            {
                summary["TrainingPlanArn"] = plan.DeepClone();
            }
        }
        else
        {
            summary["Strategy"] = document["HyperParameterTuningJobConfig"]!["Strategy"]!.DeepClone();
            summary["ResourceLimits"] = document["HyperParameterTuningJobConfig"]!["ResourceLimits"]!.DeepClone();
        }

        return summary;
    }
}
