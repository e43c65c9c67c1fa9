using MlOps.StandIn.Google;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>Test-MlProvider's rows, for a project in which all is well and for one in which a thing is missing.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class DoctorTests
{
    private const string Trainer = $"training@{Project}.iam.gserviceaccount.com";
    private const string Agent = "service-123456789012@gcp-sa-aiplatform-cc.iam.gserviceaccount.com";

    [Fact]
    public async Task Where_all_is_well_every_row_says_so()
    {
        var project = Healthy();
        await using var vertex = await Serve(project);
        vertex.Variables["MLOPS_VERTEX_SERVICE_ACCOUNT"] = Trainer;

        var rows = await Test(vertex);

        Assert.All(rows, row => Assert.Equal(("Vertex", MlCheckResult.Passed, ""), (row.Provider, row.Result, row.Remedy)));
        Assert.Equal(
            [
                "Project", "Location", "Credentials", "Vertex AI", "Cloud Logging",
                "aiplatform.customJobs.create", "aiplatform.customJobs.list", "aiplatform.customJobs.get", "aiplatform.customJobs.cancel", "aiplatform.customJobs.delete",
                "aiplatform.hyperparameterTuningJobs.create", "aiplatform.hyperparameterTuningJobs.list", "aiplatform.hyperparameterTuningJobs.get", "aiplatform.hyperparameterTuningJobs.cancel", "logging.logEntries.list",
                "Bucket", "Service account", "Service account: storage",
            ],
            rows.Select(row => row.Check));
        Assert.Equal($"{Project} (GOOGLE_CLOUD_PROJECT)", rows[0].Detail);
        Assert.Equal($"gs://{Bucket} in europe-west4", Row(rows, "Bucket").Detail);
        Assert.Equal("May read and write the project's buckets (roles/storage.objectUser).", Row(rows, "Service account: storage").Detail);
        Assert.Empty(project.CustomJobs);
        Assert.All(project.Calls.All, call => Assert.False(call.Authorized));
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData("aiplatform.customJobs.create", "Start-MlTrainingJob", "roles/aiplatform.user")]
    [InlineData("aiplatform.customJobs.delete", "Remove-MlJob", "roles/aiplatform.user")]
    [InlineData("aiplatform.hyperparameterTuningJobs.create", "Start-MlTuning", "roles/aiplatform.user")]
    [InlineData("aiplatform.hyperparameterTuningJobs.cancel", "Stop-MlJob", "roles/aiplatform.user")]
    [InlineData("logging.logEntries.list", "Get-MlJobLog", "roles/logging.viewer")]
    public async Task A_permission_that_is_missing_has_the_command_that_gives_it(string permission, string needed, string role)
    {
        var project = Healthy();
        project.Options.Denied.Add(permission);
        await using var vertex = await Serve(project);
        vertex.Variables["MLOPS_VERTEX_SERVICE_ACCOUNT"] = Trainer;

        var rows = await Test(vertex);
        var row = Row(rows, permission);

        Assert.Equal(MlCheckResult.Failed, row.Result);
        Assert.Contains(needed, row.Detail, StringComparison.Ordinal);
        Assert.Equal($"gcloud projects add-iam-policy-binding {Project} --member=user:YOU --role={role}", row.Remedy);
        Assert.All(rows.Where(each => each.Check != permission && each.Check != "Cloud Logging"), each => Assert.Equal(MlCheckResult.Passed, each.Result));
        Assert.Equal(permission.StartsWith("logging", StringComparison.Ordinal) ? MlCheckResult.Failed : MlCheckResult.Passed, Row(rows, "Cloud Logging").Result);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_project_or_a_location_that_is_not_set_is_all_there_is_to_say()
    {
        await using var vertex = await Serve(Healthy());
        vertex.Variables["GOOGLE_CLOUD_REGION"] = null;
        var rows = await Test(vertex);
        Assert.Equal(["Project", "Location"], rows.Select(row => row.Check));
        Assert.Equal((MlCheckResult.Failed, "Set-MlContext -VertexLocation europe-west4, or 'gcloud config set ai/region europe-west4'."), (rows[1].Result, rows[1].Remedy));

        vertex.Variables["GOOGLE_CLOUD_PROJECT"] = null;
        var row = Assert.Single(await Test(vertex));
        Assert.Equal((MlCheckResult.Failed, "None is set.", "Set-MlContext -VertexProject my-project, or 'gcloud config set project my-project'."), (row.Result, row.Detail, row.Remedy));
    }

    [Fact]
    public async Task A_bucket_that_is_not_set_or_not_there_or_elsewhere_fails()
    {
        var project = Healthy(new() { Locations = ["us-central1", "europe-west4"] });
        await using var vertex = await Serve(project);

        var elsewhere = Row(await Test(vertex), "Bucket");
        vertex.Variables["MLOPS_VERTEX_BUCKET"] = "no-such-bucket";
        var missing = Row(await Test(vertex), "Bucket");
        vertex.Variables["MLOPS_VERTEX_BUCKET"] = null;
        var none = Row(await Test(vertex), "Bucket");

        Assert.Equal((MlCheckResult.Failed, $"gs://{Bucket} is in us-central1, jobs run in europe-west4."), (elsewhere.Result, elsewhere.Detail));
        Assert.Equal("Take a bucket in that one region: training does not work with dual- and multi-region buckets.", elsewhere.Remedy);
        Assert.Equal(MlCheckResult.Failed, missing.Result);
        Assert.Contains("The specified bucket does not exist.", missing.Detail, StringComparison.Ordinal);
        Assert.Equal((MlCheckResult.Failed, "Set-MlContext -VertexBucket, with the name of a bucket in europe-west4."), (none.Result, none.Remedy));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Without_a_service_account_Googles_own_is_looked_at()
    {
        var project = Healthy();
        await using var vertex = await Serve(project);

        var before = await Test(vertex);
        project.Bind("roles/aiplatform.customCodeServiceAgent", $"serviceAccount:{Agent}");
        var after = await Test(vertex);

        Assert.Equal(MlCheckResult.Warning, Row(before, "Service account").Result);
        Assert.Contains(Agent, Row(before, "Service account").Detail, StringComparison.Ordinal);
        Assert.Equal(MlCheckResult.Warning, Row(before, "Service account: storage").Result);
        Assert.Equal($"gcloud storage buckets add-iam-policy-binding gs://{Bucket} --member=serviceAccount:{Agent} --role=roles/storage.objectUser", Row(before, "Service account: storage").Remedy);
        Assert.Equal(MlCheckResult.Passed, Row(after, "Service account: storage").Result);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_service_account_that_is_not_there_or_may_not_be_used_has_its_command()
    {
        var project = Healthy();
        await using var vertex = await Serve(project);
        vertex.Variables["MLOPS_VERTEX_SERVICE_ACCOUNT"] = $"nobody@{Project}.iam.gserviceaccount.com";
        var missing = Row(await Test(vertex), "Service account");

        vertex.Variables["MLOPS_VERTEX_SERVICE_ACCOUNT"] = Trainer;
        project.Options.Denied.Add("iam.serviceAccounts.actAs");
        var refused = Row(await Test(vertex), "Service account");
        project.Options.Denied.Add("iam.serviceAccounts.get");
        var hidden = Row(await Test(vertex), "Service account");

        Assert.Equal((MlCheckResult.Failed, $"gcloud iam service-accounts create nobody --project={Project}"), (missing.Result, missing.Remedy));
        Assert.Equal(
            (MlCheckResult.Failed, $"gcloud iam service-accounts add-iam-policy-binding {Trainer} --member=user:YOU --role=roles/iam.serviceAccountUser"), (refused.Result, refused.Remedy));
        Assert.Equal(MlCheckResult.Warning, hidden.Result);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task What_cannot_be_seen_is_a_warning()
    {
        var project = Healthy();
        project.Options.Denied.Add("projects.testIamPermissions");
        project.Options.Denied.Add("resourcemanager.projects.getIamPolicy");
        await using var vertex = await Serve(project);
        vertex.Variables["MLOPS_VERTEX_SERVICE_ACCOUNT"] = Trainer;

        var rows = await Test(vertex);

        Assert.Equal(MlCheckResult.Warning, Row(rows, "Permissions").Result);
        Assert.Equal(MlCheckResult.Warning, Row(rows, "Service account: storage").Result);
        Assert.StartsWith("What it may read and write cannot be seen from here", Row(rows, "Service account: storage").Detail, StringComparison.Ordinal);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_asked()
    {
        await using var vertex = await Serve(Healthy());
        vertex.Variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"] = null;
        vertex.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = vertex.Folder.File("none.json");

        var rows = await Test(vertex);

        Assert.Equal(["Project", "Location", "Credentials"], rows.Select(row => row.Check));
        Assert.Equal(MlCheckResult.Failed, rows[2].Result);
        Assert.Contains("there is no such file", rows[2].Detail, StringComparison.Ordinal);
        Assert.Equal("Run 'gcloud auth application-default login', or name a key file in GOOGLE_APPLICATION_CREDENTIALS.", rows[2].Remedy);
    }

    private static CloudProject Healthy(CloudProjectOptions? options = null)
    {
        var project = new CloudProject(options);
        project.Bind("roles/storage.objectUser", $"serviceAccount:{Trainer}");
        return project;
    }

    private static async Task<List<MlProviderCheck>> Test(VertexFixture vertex) => await vertex.Provider().TestAsync(Stop).ToListAsync(Stop);

    private static MlProviderCheck Row(List<MlProviderCheck> rows, string check) => rows.Single(row => row.Check == check);
}
