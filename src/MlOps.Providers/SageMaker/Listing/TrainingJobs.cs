using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>The training jobs of a region.</summary>
internal sealed class TrainingJobs(SageMakerClient client, string region) : JobFamily(client)
{
    public override MlJobKind Kind => MlJobKind.Training;

    public override string Resource => "TrainingJob";

    public override string NameProperty => "TrainingJobName";

    public override string StatusProperty => "TrainingJobStatus";

    public override int LongestName => 63;

    public override IReadOnlyList<string> TellingMembers { get; } = ["RoleArn", "HyperParameters", "AlgorithmSpecification", "Environment"];

    public override JsonElement? DocumentOf(SearchRecord record) => record.TrainingJob;

    public override JobRow Read(JsonElement document, IReadOnlyDictionary<string, string>? tags = null)
    {
        var read = document.Deserialize(SageMakerJson.Default.TrainingJobDocument)!;
        return new(TrainingJobMapping.ToJob(read, tags, PlainJson.Of(document), region), read.LastModifiedTime);
    }

    public override async Task<ListPage<JobSummary>> ListAsync(ListJobsRequest request, CancellationToken cancellationToken)
    {
        var page = await Client.ListTrainingJobsAsync(request, cancellationToken).ConfigureAwait(false);
        return new([.. (page.TrainingJobSummaries ?? []).Select(job => new JobSummary(job.TrainingJobArn, job.TrainingJobName, job.TrainingJobStatus, job.CreationTime, job.LastModifiedTime))], page.NextToken);
    }

    public override Task<string> CreateAsync(JsonElement body, CancellationToken cancellationToken) => Client.CreateTrainingJobAsync(body, cancellationToken);

    public override void MarkAccepted(JsonObject document, string arn)
    {
        document["TrainingJobArn"] = arn;
        document["TrainingJobStatus"] = "InProgress";
        document["SecondaryStatus"] = "Starting";
    }

    public override Task<JsonElement> DescribeAsync(string name, CancellationToken cancellationToken) => Client.DescribeTrainingJobAsync(name, cancellationToken);
}
