using System.Runtime.CompilerServices;
using MlOps.Providers.SageMaker.Logs;

namespace MlOps.Providers.SageMaker.Doctor;

/// <summary>Tries each permission that the cmdlets need. What reads is read; what changes something is asked of a job that cannot exist, and starting a job is simulated.</summary>
internal static class PermissionChecks
{
    public static async IAsyncEnumerable<MlProviderCheck> RunAsync(SageMakerAccount account, string identity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var nobody = $"mlops-check-{Guid.NewGuid():n}"[..32];
        var resources = $"arn:{account.Settings.Partition.Id}:sagemaker:{account.Region}:{AccountOf(identity)}";
        var arn = $"{resources}:training-job/{nobody}";
        var client = account.Client;
        (string Action, string Needed, Func<Task> Try)[] probes =
        [
            ("sagemaker:Search", "Get-MlJob is slower without it", () => client.SearchAsync(new() { Resource = "TrainingJob", MaxResults = 1 }, cancellationToken)),
            ("sagemaker:ListTrainingJobs", "Get-MlJob", () => client.ListTrainingJobsAsync(new() { MaxResults = 1 }, cancellationToken)),
            ("sagemaker:ListHyperParameterTuningJobs", "Get-MlJob", () => client.ListTuningJobsAsync(new() { MaxResults = 1 }, cancellationToken)),
            ("sagemaker:DescribeTrainingJob", "Get-MlJob, Wait-MlJob", () => client.DescribeTrainingJobAsync(nobody, cancellationToken)),
            ("sagemaker:DescribeHyperParameterTuningJob", "Get-MlJob, Wait-MlJob", () => client.DescribeTuningJobAsync(nobody, cancellationToken)),
            ("sagemaker:ListTrainingJobsForHyperParameterTuningJob", "Get-MlTrial", () => client.ListTrialsAsync(new(nobody) { MaxResults = 1 }, cancellationToken)),
            ("sagemaker:ListTags", "Get-MlJob -Tag", () => client.ListTagsAsync(arn, cancellationToken)),
            ("sagemaker:StopTrainingJob", "Stop-MlJob", () => client.StopTrainingJobAsync(nobody, cancellationToken)),
            ("sagemaker:StopHyperParameterTuningJob", "Stop-MlJob", () => client.StopTuningJobAsync(nobody, cancellationToken)),
            ("sagemaker:DeleteTrainingJob", "Remove-MlJob", () => client.DeleteTrainingJobAsync(nobody, cancellationToken)),
            ("sagemaker:DeleteHyperParameterTuningJob", "Remove-MlJob", () => client.DeleteTuningJobAsync(nobody, cancellationToken)),
            ("logs:DescribeLogStreams", "Get-MlJobLog", () => account.Logs.DescribeLogStreamsAsync(new() { LogGroupName = LogScope.Group, LogStreamNamePrefix = $"{nobody}/" }, cancellationToken)),
            ("logs:GetLogEvents", "Get-MlJobLog", () => account.Logs.GetLogEventsAsync(new() { LogGroupName = LogScope.Group, LogStreamName = $"{nobody}/algo-1" }, cancellationToken)),
            ("logs:FilterLogEvents", "Get-MlJobLog -Pattern", () => account.Logs.FilterLogEventsAsync(new() { LogGroupName = LogScope.Group, LogStreamNamePrefix = $"{nobody}/", Limit = 1 }, cancellationToken)),
        ];
        foreach (var (action, needed, run) in probes)
        {
            yield return await TryAsync(action, needed, run).ConfigureAwait(false);
        }

        var role = account.Context[SageMakerSettings.Role.Name];
        yield return await PolicySimulation.RunAsync(account, identity, "sagemaker:CreateTrainingJob", arn, "Start-MlTrainingJob", cancellationToken).ConfigureAwait(false);
        yield return await PolicySimulation.RunAsync(account, identity, "sagemaker:CreateHyperParameterTuningJob", $"{resources}:hyper-parameter-tuning-job/{nobody}", "Start-MlTuning", cancellationToken).ConfigureAwait(false);
        yield return await PolicySimulation.RunAsync(account, identity, "sagemaker:AddTags", arn, "Start-MlTrainingJob -Tag", cancellationToken).ConfigureAwait(false);
        if (role is not null)
        {
            yield return await PolicySimulation.RunAsync(account, identity, "iam:PassRole", role, "Start-MlTrainingJob", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<MlProviderCheck> TryAsync(string action, string needed, Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            return SageMakerProvider.Rows.Passed(action, "Allowed.");
        }
        catch (MlOpsException e) when (e.Code is ErrorCode.NotFound or ErrorCode.InvalidArgument or ErrorCode.Conflict)
        {
            // Whoever is told that there is no such job was allowed to ask.
            return SageMakerProvider.Rows.Passed(action, "Allowed.");
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.AccessDenied)
        {
            return SageMakerProvider.Rows.Failed(action, e.Message, $"Needed for {needed}: have {action} allowed in a policy of this identity.");
        }
        catch (MlOpsException e)
        {
            return SageMakerProvider.Rows.Failed(action, e);
        }
    }

    private static string AccountOf(string arn) => arn.Split(':') is { Length: > 4 } parts ? parts[4] : "000000000000";
}
