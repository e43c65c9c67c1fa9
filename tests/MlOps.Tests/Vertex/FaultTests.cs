using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MlOps.StandIn.Google;
using MlOps.StandIn.Serving;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>What becomes of calls that go wrong on the way: a whole result, or one error that says what happened.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class FaultTests
{
    [Theory]
    [InlineData(FaultKind.Status503)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Slow)]
    public async Task A_fault_that_passes_is_not_seen(FaultKind fault)
    {
        var project = WithJobs();
        var name = project.CustomJobs[^1];
        await using var vertex = await Serve(project);
        foreach (var operation in new[] { "ListCustomJobs", "ListHyperparameterTuningJobs", "GetHyperparameterTuningJob", "entries.list", "DeleteCustomJob", "GetOperation", "objects.list", "GetCustomJob" })
        {
            project.AddFault(operation, fault);
        }

        var jobs = await vertex.List();
        var job = jobs.Single(each => each.Id == name);
        var reading = vertex.Provider().ReadLogAsync(job, LogQuery.All, Stop).Select(line => line.Message).ToListAsync(Stop).AsTask();
        var files = await vertex.Provider().ListFilesAsync(job, Stop).ToListAsync(Stop);
        var lines = await reading;
        await vertex.Provider().RemoveAsync(job, Stop);

        Assert.Equal(42, jobs.Count);
        Assert.Equal(["epoch=1", "epoch=2"], lines);
        Assert.Equal("model/a.pt", Assert.Single(files).Path);
        Assert.DoesNotContain(name, project.CustomJobs);
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData(FaultKind.Status500, "Internal error encountered")]
    [InlineData(FaultKind.Reset, "127.0.0.1 cannot be reached")]
    [InlineData(FaultKind.Truncate, "could not be read")]
    public async Task A_fault_that_stays_is_one_error(FaultKind fault, string words)
    {
        var project = WithJobs();
        await using var vertex = await Serve(project);
        var job = (await vertex.List())[0];
        project.AddFault("*", fault, times: 10_000);

        var errors = await Task.WhenAll(
            Assert.ThrowsAsync<MlOpsException>(() => vertex.List()),
            Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().StartAsync(Spec, Stop)),
            Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().ListFilesAsync(job, Stop).CountAsync(Stop).AsTask()));

        Assert.All(errors, error =>
        {
            Assert.Equal(ErrorCode.ProviderError, error.Code);
            Assert.Contains("aiplatform.", error.Message, StringComparison.Ordinal);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.RecommendedAction);
        });
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_start_whose_answer_is_lost_starts_one_job(FaultKind fault)
    {
        var project = new CloudProject();
        project.AddFault("CreateCustomJob", fault);
        await using var vertex = await Serve(project);

        var job = await vertex.Provider().StartAsync(Spec, Stop);

        Assert.Equal("digits-1", job.Name);
        Assert.Equal(job.Id, Assert.Single(project.CustomJobs));
        Assert.Equal(1, project.Calls.Count("CreateCustomJob"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_start_that_is_throttled_starts_one_job()
    {
        var project = new CloudProject(new() { RetryAfterSeconds = 1 });
        project.AddFault("CreateCustomJob", FaultKind.Throttle, times: 2);
        await using var vertex = await Serve(project);

        Assert.Equal((await vertex.Provider().StartAsync(Spec, Stop)).Id, Assert.Single(project.CustomJobs));
        Assert.Equal(3, project.Calls.Count("CreateCustomJob"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        var project = new CloudProject();
        await using var vertex = await Serve(project);
        await vertex.Provider().StartAsync(Spec, Stop);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().StartAsync(Spec, Stop));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("digits-1", error.Message, StringComparison.Ordinal);
        Assert.Single(project.CustomJobs);
        Assert.Equal(1, project.Calls.Count("CreateCustomJob"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Who_is_throttled_waits_as_long_as_is_asked()
    {
        var project = WithJobs(new() { RetryAfterSeconds = 3 });
        await using var vertex = await Serve(project);
        project.AddFault("ListCustomJobs", FaultKind.Throttle);
        var watch = Stopwatch.StartNew();

        var found = await vertex.List(new() { Kind = MlJobKind.Training, Names = [NamePattern.Literal("nothing")] });

        Assert.Empty(found);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(10));
        Assert.Equal(2, project.Calls.Count("ListCustomJobs"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task Expired_credentials_say_how_to_renew_them()
    {
        var project = WithJobs();
        await using var vertex = await Serve(project);
        project.AddFault("*", FaultKind.Expired, times: 10_000);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List(new() { Kind = MlJobKind.Tuning, Names = [NamePattern.Literal("x")] }));

        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("UNAUTHENTICATED", error.Message, StringComparison.Ordinal);
        Assert.Contains("gcloud auth application-default login", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, project.Calls.Count("ListHyperparameterTuningJobs"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task What_is_not_allowed_is_named()
    {
        var project = WithJobs();
        project.Options.Denied.Add("aiplatform.customJobs.list");
        await using var vertex = await Serve(project);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List());

        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("aiplatform.customJobs.list", error.Message, StringComparison.Ordinal);
        Assert.Contains("Test-MlProvider Vertex", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named()
    {
        await using var vertex = new VertexFixture();
        vertex.Call(SageMaker.SageMakerFixture.Nowhere());

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.List(new() { Kind = MlJobKind.Training, Names = [NamePattern.Literal("x")] }));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("127.0.0.1 cannot be reached for aiplatform.", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public async Task Whoever_cancels_is_not_told_of_an_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var vertex = new VertexFixture();
        vertex.Call($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vertex.Provider().ListAsync(JobQuery.All, stop.Token).CountAsync(stop.Token).AsTask());
    }

    [Fact]
    public async Task A_deletion_is_waited_for()
    {
        var project = WithJobs(new() { DeletePolls = 3 });
        await using var vertex = await Serve(project);
        var job = (await vertex.List(new() { Kind = MlJobKind.Training }))[0];

        await vertex.Provider().RemoveAsync(job, Stop);

        Assert.DoesNotContain(job.Id, project.CustomJobs);
        Assert.Equal(3, project.Calls.Count("GetOperation"));
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_deletion_that_comes_to_nothing_is_an_error()
    {
        var project = WithJobs(new() { DeletePolls = 1, DeleteError = "The job is held by a policy.\u001b[31m" });
        await using var vertex = await Serve(project);
        var job = (await vertex.List(new() { Kind = MlJobKind.Training }))[0];

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().RemoveAsync(job, Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("The job is held by a policy.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Contains(job.Id, project.CustomJobs);
        Assert.Empty(project.Violations);
    }

    [Fact]
    public async Task A_deletion_whose_answer_is_lost_and_which_is_done_by_then_is_done()
    {
        var project = WithJobs();
        await using var vertex = await Serve(new DeletedInTheMeantime(project));
        var job = (await vertex.List(new() { Kind = MlJobKind.Training }))[0];

        await vertex.Provider().RemoveAsync(job, Stop);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().RemoveAsync(job with { Id = job.Id + "0" }, Stop));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task A_job_that_runs_is_stopped_and_one_that_has_ended_is_as_good()
    {
        var project = new CloudProject();
        await using var vertex = await Serve(project);
        var job = await vertex.Provider().StartAsync(Spec, Stop);
        project.Advance("digits-1", "RUNNING");

        await vertex.Provider().StopAsync(job, Stop);
        Assert.Equal(MlJobStatus.Stopping, (await vertex.Find("digits-1")).Status);
        await vertex.Provider().StopAsync(job, Stop);
        project.Advance("digits-1", "CANCELLED");
        await vertex.Provider().StopAsync(job, Stop);

        Assert.Equal(MlJobStatus.Stopped, (await vertex.Find("digits-1")).Status);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().StopAsync(job with { Id = job.Id + "0" }, Stop));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Empty(project.Violations);
    }

    private static CloudProject WithJobs(CloudProjectOptions? options = null)
    {
        var project = new CloudProject(options);
        project.FillWith(40, tuningJobs: 1, span: TimeSpan.FromDays(10));
        project.Add(WithOutput(project));
        var name = project.CustomJobs[^1];
        project.WriteLog(name, ["epoch=1", "epoch=2"]);
        project.AddObject(Bucket, "last/1/model/a.pt", "weights"u8.ToArray());
        return project;
    }

    private static JsonObject WithOutput(CloudProject project)
    {
        var document = Document("7000", "last", DateTimeOffset.UtcNow.AddSeconds(-30));
        document["jobSpec"]!["baseOutputDirectory"] = new JsonObject { ["outputUriPrefix"] = $"gs://{project.Options.Project}-training/last/1" };
        return document;
    }

    /// <summary>The first deletion is begun, its answer is lost, and the second one finds nothing.</summary>
    private sealed class DeletedInTheMeantime(CloudProject project) : IService
    {
        private int _deletions;

        public JsonNode Control(string action, JsonObject body) => project.Control(action, body);

        public async Task<ServiceAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) => call.Operation != "DeleteCustomJob" ? await project.AnswerAsync(call, cancellation)
            : ++_deletions == 1 ? await project.AnswerAsync(call, cancellation) with { Fault = FaultKind.Reset }
            : ServiceAnswer.Ok(new JsonObject { ["error"] = new JsonObject { ["code"] = 404, ["message"] = "The CustomJob does not exist.", ["status"] = "NOT_FOUND" } }) with { Status = 404 };
    }
}
