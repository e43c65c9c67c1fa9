using System.Text.Json.Nodes;

namespace MlOps.StandIn.Account;

/// <summary>Makes the document of a training job that has just been created.</summary>
internal static class JobDocument
{
    public static JsonObject Training(JsonObject request, string arn, DateTimeOffset now)
    {
        var name = request["TrainingJobName"]!.GetValue<string>();
        var document = new JsonObject();
        foreach (var (member, value) in request)
        {
            if (member == "Tags" || JobKind.Training.DescribeMembers.Contains(member))
            {
                document[member] = value?.DeepClone();
            }
        }

        document["StoppingCondition"] ??= new JsonObject { ["MaxRuntimeInSeconds"] = 86400 };
        document["TrainingJobArn"] = arn;
        document["ModelArtifacts"] = new JsonObject { ["S3ModelArtifacts"] = $"{request["OutputDataConfig"]!["S3OutputPath"]!.GetValue<string>().TrimEnd('/')}/{name}/output/model.tar.gz" };
        document["TrainingJobStatus"] = "InProgress";
        document["SecondaryStatus"] = "Starting";
        document["CreationTime"] = WireTime.Seconds(now);
        document["LastModifiedTime"] = WireTime.Seconds(now);
        document["SecondaryStatusTransitions"] = new JsonArray(new JsonObject { ["Status"] = "Starting", ["StartTime"] = WireTime.Seconds(now), ["StatusMessage"] = "Starting the training job" });
        return document;
    }

    /// <summary>How many machines a job has, over all its groups.</summary>
    public static int Instances(JsonObject document) => document["ResourceConfig"] switch
    {
        JsonObject resources when resources["InstanceGroups"] is JsonArray { Count: > 0 } groups => groups.Sum(group => group!["InstanceCount"]!.GetValue<int>()),
        JsonObject resources => resources["InstanceCount"]?.GetValue<int>() ?? 1,
        _ => 1,
    };
}
