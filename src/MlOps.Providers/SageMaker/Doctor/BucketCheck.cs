namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Whether the bucket that jobs write to can be reached and is where the jobs are.</summary>
internal static class BucketCheck
{
    private const string Check = "Bucket";

    public static async Task<MlProviderCheck> RunAsync(SageMakerAccount account, CancellationToken cancellationToken)
    {
        var setting = account.Context.Get(SageMakerSettings.Bucket.Name);
        if (setting.Value is not { } bucket)
        {
            return SageMakerProvider.Rows.Failed(
                Check, setting.Problem.Length > 0 ? setting.Problem : "No bucket is set, so no job can be started.", $"Set-MlContext -SageMakerBucket, with the name of a bucket in {account.Region}.");
        }

        try
        {
            var region = await account.Store.FindRegionAsync(bucket, cancellationToken).ConfigureAwait(false);
            return region.Length == 0 || region == account.Region
                ? SageMakerProvider.Rows.Passed(Check, $"s3://{bucket}{(region.Length > 0 ? $" in {region}" : "")}")
                : SageMakerProvider.Rows.Failed(Check, $"s3://{bucket} is in {TerminalText.Clean(region)}, jobs run in {account.Region}.", "Take a bucket in the jobs' region: checkpoints and results need it.");
        }
        catch (MlOpsException e)
        {
            return SageMakerProvider.Rows.Failed(Check, e);
        }
    }
}
