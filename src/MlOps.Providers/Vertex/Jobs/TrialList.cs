using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Listing;

namespace MlOps.Providers.Vertex.Jobs;

/// <summary>Reads the trials of a tuning job, which only its own document has.</summary>
internal static class TrialList
{
    /// <param name="client">Vertex AI in the job's location.</param>
    /// <param name="job">The tuning job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The trials, in the order of the document.</returns>
    /// <exception cref="MlOpsException">There is no such job, or it is no tuning job.</exception>
    public static async IAsyncEnumerable<MlTrial> ReadAsync(VertexClient client, MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Kind != MlJobKind.Tuning)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(job.Name)}' is a training job, which has no trials.", "Get-MlJob -Kind Tuning lists tuning jobs.", job);
        }

        var document = await client.GetAsync(VertexFamily.Tuning.Collection, job.Id, cancellationToken).ConfigureAwait(false);
        foreach (var trial in new TrialMapping(document.Deserialize(VertexJson.Default.TuningJobDocument)!, client.Location).Trials())
        {
            yield return trial;
        }
    }
}
