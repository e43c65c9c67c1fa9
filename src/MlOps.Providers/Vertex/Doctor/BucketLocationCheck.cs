namespace MlOps.Providers.Vertex.Doctor;

/// <summary>Whether the bucket that jobs write to can be reached and is where the jobs are.</summary>
internal static class BucketLocationCheck
{
    private const string Check = "Bucket";

    public static async Task<MlProviderCheck> RunAsync(VertexAccount account, string? bucket, CancellationToken cancellationToken)
    {
        if (bucket is null)
        {
            var setting = account.Context.Get(VertexSettings.Bucket.Name);
            return VertexProvider.Rows.Failed(
                Check, setting.Problem.Length > 0 ? setting.Problem : "No bucket is set, so no job can be started.", $"Set-MlContext -VertexBucket, with the name of a bucket in {account.Location}.");
        }

        try
        {
            var location = TerminalText.Clean(await account.Store.FindLocationAsync(bucket, cancellationToken).ConfigureAwait(false));
            return location.Length == 0 || location == account.Location
                ? VertexProvider.Rows.Passed(Check, $"gs://{bucket}{(location.Length > 0 ? $" in {location}" : "")}")
                : VertexProvider.Rows.Failed(Check, $"gs://{bucket} is in {location}, jobs run in {account.Location}.", "Take a bucket in that one region: training does not work with dual- and multi-region buckets.");
        }
        catch (MlOpsException e)
        {
            return VertexProvider.Rows.Failed(Check, e);
        }
    }
}
