using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;

namespace MlOps.Providers.SageMaker.Listing;

/// <summary>The trials of tuning jobs.</summary>
/// <param name="client">SageMaker.</param>
/// <param name="region">The region that it is asked in.</param>
internal sealed class TuningTrials(SageMakerClient client, string region)
{
    private const int PageSize = 100;

    /// <summary>Lists the trials of a tuning job.</summary>
    /// <param name="name">The tuning job's name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The trials, as they were created.</returns>
    /// <exception cref="MlOpsException">There is no such tuning job.</exception>
    public async IAsyncEnumerable<MlTrial> ReadAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var document = await client.DescribeTuningJobAsync(name, cancellationToken).ConfigureAwait(false);
        var mapping = new TrialMapping(document.Deserialize(SageMakerJson.Default.TuningJobDocument)!, region);

        // In the order of the objective, trials without one would be missing.
        var request = new ListTrialsRequest(name) { SortBy = "CreationTime", SortOrder = "Ascending", MaxResults = PageSize };
        var number = 0;
        do
        {
            var page = await client.ListTrialsAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var trial in page.TrainingJobSummaries ?? [])
            {
                yield return mapping.ToTrial(trial.Deserialize(SageMakerJson.Default.TrainingJobSummaryOfTuning)!, ++number, PlainJson.Of(trial));
            }

            // A page may be empty and not the last.
            request = request with { NextToken = page.NextToken };
        }
        while (request.NextToken is not null);
    }
}
