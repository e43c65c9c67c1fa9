using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>The tuning jobs of a region.</summary>
internal sealed class TuningJobs(SageMakerClient client, string region) : JobFamily(client)
{
    public override MlJobKind Kind => MlJobKind.Tuning;

    public override string Resource => "HyperParameterTuningJob";

    public override string NameProperty => "HyperParameterTuningJobName";

    public override string StatusProperty => "HyperParameterTuningJobStatus";

    public override int LongestName => 32;

    public override IReadOnlyList<string> TellingMembers { get; } = ["HyperParameterTuningJobConfig", "TrainingJobDefinition", "TrainingJobDefinitions", "WarmStartConfig"];

    public override JsonElement? DocumentOf(SearchRecord record) => record.HyperParameterTuningJob;

    public override JobRow Read(JsonElement document, IReadOnlyDictionary<string, string>? tags = null)
    {
        var read = document.Deserialize(SageMakerJson.Default.TuningJobDocument)!;
        return new(TuningJobMapping.ToJob(read, tags, PlainJson.Of(document), region), read.LastModifiedTime);
    }

    public override async Task<ListPage<JobSummary>> ListAsync(ListJobsRequest request, CancellationToken cancellationToken)
    {
        var page = await Client.ListTuningJobsAsync(request, cancellationToken).ConfigureAwait(false);
        return new(
            [.. (page.HyperParameterTuningJobSummaries ?? []).Select(job => new JobSummary(
                job.HyperParameterTuningJobArn, job.HyperParameterTuningJobName, job.HyperParameterTuningJobStatus, job.CreationTime, job.LastModifiedTime))],
            page.NextToken);
    }

    public override Task<string> CreateAsync(JsonElement body, CancellationToken cancellationToken) => Client.CreateTuningJobAsync(body, cancellationToken);

    public override void MarkAccepted(JsonObject document, string arn)
    {
        document["HyperParameterTuningJobArn"] = arn;
        document["HyperParameterTuningJobStatus"] = "InProgress";
    }

    public override Task<JsonElement> DescribeAsync(string name, CancellationToken cancellationToken) => Client.DescribeTuningJobAsync(name, cancellationToken);
}
