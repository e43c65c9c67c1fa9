using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.SageMaker;

/// <summary>Test-MlProvider SageMaker: what is found, and that nothing is changed by looking.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class DoctorTests
{
    [Fact]
    public async Task Where_all_is_well_every_row_has_passed()
    {
        var account = Account();

        var rows = await Look(account);

        Assert.All(rows, row => Assert.True(row.Result == MlCheckResult.Passed, $"{row.Check}: {row.Detail} {row.Remedy}"));
        Assert.Equal(["Region", "Identity", "sagemaker:Search"], rows.Take(3).Select(row => row.Check));
        Assert.Contains("arn:aws:iam::123456789012:user/ana", rows[1].Detail, StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Check == "sagemaker:CreateTrainingJob");
        Assert.Contains(rows, row => row.Check == "iam:PassRole");
        Assert.Equal("Bucket", rows[^1].Check);
    }

    [Fact]
    public async Task What_would_change_something_is_asked_of_names_that_cannot_exist()
    {
        var account = Account();
        account.FillWith(20, tuningJobs: 1);
        var before = account.TrainingJobs;

        await Look(account);

        Assert.Equal(before, account.TrainingJobs);
        Assert.Equal(0, account.Calls.Count("CreateTrainingJob"));
        Assert.Equal(0, account.Calls.Count("CreateHyperParameterTuningJob"));
        string[] changing = ["StopTrainingJob", "StopHyperParameterTuningJob", "DeleteTrainingJob", "DeleteHyperParameterTuningJob"];
        var calls = account.Calls.All.Where(call => changing.Contains(call.Operation)).ToArray();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Contains("\"mlops-check-", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Actions_that_are_denied_are_rows_with_what_to_do()
    {
        var account = Account();
        account.Options.Denied.UnionWith(["Search", "StopTrainingJob", "GetLogEvents", "ListTrainingJobsForHyperParameterTuningJob"]);
        account.Nearby.NotAllowed.UnionWith(["iam:PassRole", "s3:PutObject"]);

        var rows = await Look(account);

        var failed = rows.Where(row => row.Result == MlCheckResult.Failed).ToDictionary(row => row.Check);
        Assert.Equal(["Execution role: s3:PutObject", "iam:PassRole", "logs:GetLogEvents", "sagemaker:ListTrainingJobsForHyperParameterTuningJob", "sagemaker:Search", "sagemaker:StopTrainingJob"], failed.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Stop-MlJob", failed["sagemaker:StopTrainingJob"].Remedy, StringComparison.Ordinal);
        Assert.All(failed.Values, row => Assert.NotEmpty(row.Remedy));
        Assert.Contains("arn:aws:iam::123456789012:role/service-role/training", failed["Execution role: s3:PutObject"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_IAM_does_not_tell_is_a_warning()
    {
        var account = Account();
        account.Options.Denied.UnionWith(["GetRole", "SimulatePrincipalPolicy"]);

        var rows = await Look(account);

        var warnings = rows.Where(row => row.Result == MlCheckResult.Warning).Select(row => row.Check).ToArray();
        Assert.Equal(
            ["Execution role", "Execution role: s3:GetObject", "Execution role: s3:ListBucket", "Execution role: s3:PutObject", "iam:PassRole", "sagemaker:AddTags", "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateTrainingJob"],
            warnings.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(rows, row => row.Result == MlCheckResult.Failed);
    }

    [Fact]
    public async Task A_role_that_is_not_set_or_gone_or_does_not_trust_is_named()
    {
        var account = Account();
        Assert.Contains("No role is set", Failed(await Look(account, "SageMakerRole", null), "Execution role").Detail, StringComparison.Ordinal);

        Assert.Contains("does not exist", Failed(await Look(account, "SageMakerRole", "arn:aws:iam::123456789012:role/gone"), "Execution role").Detail, StringComparison.Ordinal);

        account.Nearby.Roles["training"] = NearbyServices.Trusting.Replace("sagemaker", "ec2", StringComparison.Ordinal);
        var row = Failed(await Look(account), "Execution role");
        Assert.Contains("does not let SageMaker take it", row.Detail, StringComparison.Ordinal);
        Assert.Contains("sagemaker.amazonaws.com", row.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_not_set_or_gone_or_elsewhere_or_closed_is_named()
    {
        var account = Account();
        account.Nearby.Buckets["far-away"] = "us-west-2";
        account.Nearby.Forbidden.Add("closed");

        Assert.Contains("No bucket is set", Failed(await Look(account, "SageMakerBucket", null), "Bucket").Detail, StringComparison.Ordinal);
        Assert.Contains("gone", Failed(await Look(account, "SageMakerBucket", "gone"), "Bucket").Detail, StringComparison.Ordinal);
        Assert.Contains("us-west-2", Failed(await Look(account, "SageMakerBucket", "far-away"), "Bucket").Detail, StringComparison.Ordinal);
        var closed = Failed(await Look(account, "SageMakerBucket", "closed"), "Bucket");
        Assert.Contains("s3:ListBucket", $"{closed.Detail} {closed.Remedy}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_credentials_are_one_row_and_nothing_after_it()
    {
        var account = Account();
        account.AddFault("*", FaultKind.Expired, times: 100);

        var rows = await Look(account);

        Assert.Equal(["Region", "Identity"], rows.Select(row => row.Check));
        Assert.Equal(MlCheckResult.Failed, rows[1].Result);
        Assert.Contains("aws sso login", rows[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_there_is_one_row()
    {
        await using var sageMaker = new SageMakerFixture();
        sageMaker.Variables["AWS_REGION"] = null;

        var row = Assert.Single(await sageMaker.Provider().TestAsync(Stop).ToListAsync(Stop));

        Assert.Equal(("Region", MlCheckResult.Failed), (row.Check, row.Result));
        Assert.Contains("Set-MlContext -SageMakerRegion", row.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_took_a_role_is_asked_about_as_the_role()
    {
        var account = Account();
        account.Nearby.Caller = "arn:aws:sts::123456789012:assumed-role/team/ana";

        await Look(account);

        Assert.Contains(account.Calls.All, call => call.Target == "Iam.SimulatePrincipalPolicy" && call.Body.Contains("iam%3A%3A123456789012%3Arole%2Fteam", StringComparison.Ordinal));
    }

    private static CloudAccount Account()
    {
        var account = new CloudAccount();
        account.SetLogGroup(exists: true);
        return account;
    }

    private static async Task<List<MlProviderCheck>> Look(CloudAccount account, string? setting = null, string? value = null)
    {
        await using var sageMaker = await Serve(account);
        if (setting is not null)
        {
            sageMaker.Set(setting, value);
        }

        var rows = await sageMaker.Provider().TestAsync(Stop).ToListAsync(Stop);
        Assert.Empty(account.Violations);
        Assert.All(rows, row => Assert.Equal("SageMaker", row.Provider));
        return rows;
    }

    private static MlProviderCheck Failed(IEnumerable<MlProviderCheck> rows, string check) => Assert.Single(rows, row => row.Check == check && row.Result == MlCheckResult.Failed);
}
