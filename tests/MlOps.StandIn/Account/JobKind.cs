using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;

namespace MlOps.StandIn.Account;

/// <summary>How the members of the two kinds of jobs are called.</summary>
internal sealed class JobKind
{
    private JobKind(string resource, string arnType, string searchShape, string describeShape, string summaryShape)
    {
        Resource = resource;
        ArnType = arnType;
        SearchShape = searchShape;
        SearchMembers = [.. WireContract.SageMaker.Members(searchShape)];
        DescribeMembers = [.. WireContract.SageMaker.Members(describeShape)];
        SummaryMembers = [.. WireContract.SageMaker.Members(summaryShape)];
    }

    public static JobKind Training { get; } = new("TrainingJob", "training-job", "TrainingJob", "DescribeTrainingJobResponse", "TrainingJobSummary");

    public static JobKind Tuning { get; } =
        new("HyperParameterTuningJob", "hyper-parameter-tuning-job", "HyperParameterTuningJobSearchEntity", "DescribeHyperParameterTuningJobResponse", "HyperParameterTuningJobSummary");

    public string Resource { get; }

    public string ArnType { get; }

    public string SearchShape { get; }

    public string NameMember => Resource + "Name";

    public string ArnMember => Resource + "Arn";

    public string StatusMember => Resource + "Status";

    public string SummariesMember => Resource + "Summaries";

    public HashSet<string> SearchMembers { get; }

    public HashSet<string> DescribeMembers { get; }

    public HashSet<string> SummaryMembers { get; }

    /// <summary>A copy with these members only.</summary>
#pragma warning disable CA1822 // Reads as a sentence where it is used.
    public JsonObject Only(JsonObject document, HashSet<string> members) =>
        new(document.Where(member => members.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
#pragma warning restore CA1822
}
