using System.Runtime.CompilerServices;

namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Looks at everything that jobs on SageMaker need. Nothing is changed: what would change something is only ever asked of names that cannot exist.</summary>
internal static class SageMakerDoctor
{
    /// <summary>Looks at everything, the first things first: without them, the others have nothing to look at.</summary>
    /// <param name="account">The settings and the clients.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The rows, as they are found.</returns>
    public static async IAsyncEnumerable<MlProviderCheck> TestAsync(SageMakerAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var region = account.Context.Get(SageMakerSettings.Region.Name);
        if (region.Value is null)
        {
            yield return SageMakerProvider.Rows.Failed("Region", region.Problem.Length > 0 ? region.Problem : "No region is set.", "Set-MlContext -SageMakerRegion eu-central-1, or 'aws configure'.");
            yield break;
        }

        yield return SageMakerProvider.Rows.Passed("Region", $"{region.Value} ({(region.SourceDetail.Length > 0 ? region.SourceDetail : region.Source)}), partition {account.Settings.Partition.Id}");

        var (identity, row) = await IdentityCheck.RunAsync(account, cancellationToken).ConfigureAwait(false);
        yield return row;
        if (row.Result == MlCheckResult.Failed)
        {
            yield break;
        }

        await foreach (var permission in PermissionChecks.RunAsync(account, identity, cancellationToken).ConfigureAwait(false))
        {
            yield return permission;
        }

        await foreach (var role in RoleCheck.RunAsync(account, cancellationToken).ConfigureAwait(false))
        {
            yield return role;
        }

        yield return await BucketCheck.RunAsync(account, cancellationToken).ConfigureAwait(false);
    }
}
