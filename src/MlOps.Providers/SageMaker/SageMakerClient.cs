using System.Text.Json;
using MlOps.Providers.Aws;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker;

/// <summary>The operations of SageMaker that MlOps calls. Each throws an <see cref="MlOpsException"/> with AWS's own words.</summary>
internal sealed class SageMakerClient(AwsJsonClient aws)
{
    /// <summary>Where the calls go.</summary>
    public string Endpoint => aws.Endpoint.AbsoluteUri;

    public Task<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("Search", request, SageMakerJson.Default.SearchRequest, SageMakerJson.Default.SearchResponse, cancellationToken);

    public Task<ListTrainingJobsResponse> ListTrainingJobsAsync(ListJobsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("ListTrainingJobs", request, SageMakerJson.Default.ListJobsRequest, SageMakerJson.Default.ListTrainingJobsResponse, cancellationToken);

    public Task<ListTuningJobsResponse> ListTuningJobsAsync(ListJobsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("ListHyperParameterTuningJobs", request, SageMakerJson.Default.ListJobsRequest, SageMakerJson.Default.ListTuningJobsResponse, cancellationToken);

    public async Task<JsonElement> DescribeTrainingJobAsync(string name, CancellationToken cancellationToken) =>
        (await aws.CallAsync("DescribeTrainingJob", new(name), SageMakerJson.Default.TrainingJobKey, SageMakerJson.Default.JsonDocument, cancellationToken).ConfigureAwait(false)).RootElement;

    public async Task<JsonElement> DescribeTuningJobAsync(string name, CancellationToken cancellationToken) =>
        (await aws.CallAsync("DescribeHyperParameterTuningJob", new(name), SageMakerJson.Default.TuningJobKey, SageMakerJson.Default.JsonDocument, cancellationToken).ConfigureAwait(false)).RootElement;

    public Task<ListTrialsResponse> ListTrialsAsync(ListTrialsRequest request, CancellationToken cancellationToken) =>
        aws.CallAsync("ListTrainingJobsForHyperParameterTuningJob", request, SageMakerJson.Default.ListTrialsRequest, SageMakerJson.Default.ListTrialsResponse, cancellationToken);

    /// <summary>All the tags of a job.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListTagsAsync(string arn, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string>();
        var request = new ListTagsRequest(arn);
        while (true)
        {
            var page = await aws.CallAsync("ListTags", request, SageMakerJson.Default.ListTagsRequest, SageMakerJson.Default.ListTagsResponse, cancellationToken).ConfigureAwait(false);
            foreach (var (key, value) in page.Tags ?? [])
            {
                tags[key] = value;
            }

            if (page.NextToken is not { } token)
            {
                return tags;
            }

            request = request with { NextToken = token };
        }
    }

    /// <summary>Starts a training job.</summary>
    /// <param name="body">The request, as it is sent.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job's ARN.</returns>
    public async Task<string> CreateTrainingJobAsync(JsonElement body, CancellationToken cancellationToken) =>
        (await aws.CallAsync("CreateTrainingJob", body, SageMakerJson.Default.JsonElement, SageMakerJson.Default.CreateTrainingJobResponse, cancellationToken).ConfigureAwait(false)).TrainingJobArn;

    /// <summary>Starts a tuning job.</summary>
    /// <param name="body">The request, as it is sent.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job's ARN.</returns>
    public async Task<string> CreateTuningJobAsync(JsonElement body, CancellationToken cancellationToken) =>
        (await aws.CallAsync("CreateHyperParameterTuningJob", body, SageMakerJson.Default.JsonElement, SageMakerJson.Default.CreateTuningJobResponse, cancellationToken).ConfigureAwait(false)).HyperParameterTuningJobArn;

    public Task StopTrainingJobAsync(string name, CancellationToken cancellationToken) =>
        aws.CallAsync("StopTrainingJob", new(name), SageMakerJson.Default.TrainingJobKey, cancellationToken);

    public Task StopTuningJobAsync(string name, CancellationToken cancellationToken) =>
        aws.CallAsync("StopHyperParameterTuningJob", new(name), SageMakerJson.Default.TuningJobKey, cancellationToken);

    public Task DeleteTrainingJobAsync(string name, CancellationToken cancellationToken) =>
        aws.CallAsync("DeleteTrainingJob", new(name), SageMakerJson.Default.TrainingJobKey, cancellationToken);

    public Task DeleteTuningJobAsync(string name, CancellationToken cancellationToken) =>
        aws.CallAsync("DeleteHyperParameterTuningJob", new(name), SageMakerJson.Default.TuningJobKey, cancellationToken);
}
