using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Aws;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Listing;

namespace MlOps.Providers.SageMaker;

/// <summary>Starts a training or a tuning job, once.</summary>
/// <param name="jobs">The jobs of its kind.</param>
internal sealed class JobStart(JobFamily jobs)
{
    // Between our clock and the service's.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(2);

    /// <summary>Sends the request and gives the job as SageMaker then has it.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job.</returns>
    /// <exception cref="MlOpsException">SageMaker refused it, or the name is taken.</exception>
    public async Task<MlJob> RunAsync(string name, JsonObject request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToElement(request, SageMakerJson.Default.JsonObject);
        var began = DateTimeOffset.UtcNow;
        string arn;
        try
        {
            arn = await jobs.CreateAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsRepeatedException e)
        {
            arn = await FindStartedAsync(name, request, began, cancellationToken).ConfigureAwait(false) ?? throw e.Error;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.ProviderError)
        {
            if (await FindStartedAsync(name, request, began, cancellationToken).ConfigureAwait(false) is not { } started)
            {
                throw;
            }

            arn = started;
        }

        try
        {
            return (await jobs.FindAsync(name, needsTags: false, cancellationToken).ConfigureAwait(false) ?? Accepted(request, arn)).Job;
        }
        catch (MlOpsException)
        {
            // It runs, whether it can be looked at or not: who has started it has to know.
            return Accepted(request, arn).Job;
        }
    }

    /// <summary>The ARN of the job that a try has started whose answer was lost on the way; <see langword="null"/> when there is none.</summary>
    private async Task<string?> FindStartedAsync(string name, JsonObject request, DateTimeOffset began, CancellationToken cancellationToken)
    {
        try
        {
            var there = await jobs.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
            var job = jobs.Read(there).Job;
            return IsFrom(request, there) && job.CreatedAt > began - s_tolerance ? job.Id : null;
        }
        catch (MlOpsException)
        {
            // What the start itself has said tells more.
            return null;
        }
    }

    /// <summary>The job as it has to be now.</summary>
    private JobRow Accepted(JsonObject request, string arn)
    {
        var document = (JsonObject)request.DeepClone();
        document["CreationTime"] = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds;
        jobs.MarkAccepted(document, arn);
        return jobs.Read(JsonSerializer.SerializeToElement(document, SageMakerJson.Default.JsonObject));
    }

    private bool IsFrom(JsonObject request, JsonElement job) => jobs.TellingMembers.All(member =>
        request[member] is not { } wanted ? !job.TryGetProperty(member, out _) : job.TryGetProperty(member, out var there) && JsonParts.Holds(JsonNode.Parse(there.GetRawText()), wanted));
}
