using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Listing;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>Training jobs or tuning jobs: the same operations under other names.</summary>
/// <param name="client">SageMaker.</param>
internal abstract class JobFamily(SageMakerClient client)
{
    /// <summary>SageMaker.</summary>
    public SageMakerClient Client { get; } = client;

    /// <summary>What kind of jobs they are.</summary>
    public abstract MlJobKind Kind { get; }

    /// <summary>What <c>Search</c> calls them.</summary>
    public abstract string Resource { get; }

    /// <summary>The property that holds the name, for <c>Search</c>.</summary>
    public abstract string NameProperty { get; }

    /// <summary>The property that holds the status, for <c>Search</c>.</summary>
    public abstract string StatusProperty { get; }

    /// <summary>The longest name of such a job. The service refuses to look for a longer one.</summary>
    public abstract int LongestName { get; }

    /// <summary>What of a request tells that a job was started by it.</summary>
    public abstract IReadOnlyList<string> TellingMembers { get; }

    /// <summary>The words that stand for a status. A job of the status has one of them, others may have it too.</summary>
    public static IEnumerable<string> WordsOf(MlJobStatus status) => status switch
    {
        MlJobStatus.Pending or MlJobStatus.Running => ["InProgress"],
        MlJobStatus.Stopping => ["Stopping", "Deleting"],
        MlJobStatus.Succeeded => ["Completed"],
        MlJobStatus.Failed => ["Failed", "DeleteFailed"],
        _ => ["Stopped"],
    };

    /// <summary>The document of a search's hit.</summary>
    public abstract JsonElement? DocumentOf(SearchRecord record);

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document, from <c>Search</c> or from <c>Describe…</c>.</param>
    /// <param name="tags">The tags, when they are not in the document.</param>
    /// <returns>The job.</returns>
    public abstract JobRow Read(JsonElement document, IReadOnlyDictionary<string, string>? tags = null);

    /// <summary>Lists jobs by the plain list operation.</summary>
    public abstract Task<ListPage<JobSummary>> ListAsync(ListJobsRequest request, CancellationToken cancellationToken);

    /// <summary>The document of one job.</summary>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.NotFound"/>: there is none.</exception>
    public abstract Task<JsonElement> DescribeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Starts a job.</summary>
    /// <param name="body">The request, as it is sent.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job's ARN.</returns>
    public abstract Task<string> CreateAsync(JsonElement body, CancellationToken cancellationToken);

    /// <summary>Makes of the request of a job that has just been accepted the document that it has to have.</summary>
    public abstract void MarkAccepted(JsonObject document, string arn);

    /// <summary>One job, with its tags.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="needsTags">Whether the tags are asked for by the query, so that to be refused them is an error.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job; <see langword="null"/> when there is none.</returns>
    public async Task<JobRow?> FindAsync(string name, bool needsTags, CancellationToken cancellationToken)
    {
        if (!JobName.IsValid(name) || name.Length > LongestName)
        {
            return null;
        }

        try
        {
            var document = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
            var row = Read(document);
            return await TagsAsync(row.Job.Id, needsTags, cancellationToken).ConfigureAwait(false) is { } tags ? row with { Job = row.Job with { Tag = tags } } : row;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> TagsAsync(string arn, bool needsTags, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.ListTagsAsync(arn, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.AccessDenied && !needsTags)
        {
            // Who may not see the tags shall see the job.
            return null;
        }
    }
}
