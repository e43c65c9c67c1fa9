using System.Runtime.CompilerServices;

namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Looks at everything that jobs on Vertex AI need. Nothing is changed.</summary>
internal static class VertexDoctor
{
    public static async IAsyncEnumerable<MlProviderCheck> TestAsync(VertexAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (check, setting, remedy) in new[]
        {
            ("Project", VertexSettings.Project, "Set-MlContext -VertexProject my-project, or 'gcloud config set project my-project'."),
            ("Location", VertexSettings.Location, "Set-MlContext -VertexLocation europe-west4, or 'gcloud config set ai/region europe-west4'."),
        })
        {
            var found = account.Context.Get(setting.Name);
            if (found.Value is null)
            {
                yield return VertexProvider.Rows.Failed(check, found.Problem.Length > 0 ? found.Problem : "None is set.", remedy);
                yield break;
            }

            yield return VertexProvider.Rows.Passed(check, $"{found.Value} ({(found.SourceDetail.Length > 0 ? found.SourceDetail : found.Source)})");
        }

        var services = new VertexServices(account);
        var credentials = await CredentialCheck.RunAsync(account, cancellationToken).ConfigureAwait(false);
        yield return credentials;
        if (credentials.Result == MlCheckResult.Failed)
        {
            yield break;
        }

        await foreach (var row in AccessChecks.RunAsync(account, services, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }

        var bucket = account.Context[VertexSettings.Bucket.Name];
        yield return await BucketLocationCheck.RunAsync(account, bucket, cancellationToken).ConfigureAwait(false);
        await foreach (var row in ServiceAccountChecks.RunAsync(account, services, bucket, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }
}
