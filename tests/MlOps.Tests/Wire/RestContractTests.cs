using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.Wire;

public class RestContractTests
{
    private const string Parent = "projects/p/locations/l";

    [Fact]
    public void A_good_request_has_no_problems() => Assert.Empty(Create(GoogleCaller.Job("a")));

    [Theory]
    [InlineData("""{"displayName":"a"}""", "jobSpec: is required")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[]},"color":1}""", "color: is not known")]
    [InlineData("""{"displayName":1,"jobSpec":{"workerPoolSpecs":[]}}""", "displayName: has to be a string, and is 1")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[]},"state":"JOB_STATE_RUNNING"}""", "state: is set by the service alone")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[]},"labels":null}""", "labels: is null, and has to be left out")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[{"replicaCount":2}]}}""", "jobSpec.workerPoolSpecs[0].replicaCount: 2 is 64 bits wide and has to be written as a string")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[{"replicaCount":"two"}]}}""", "jobSpec.workerPoolSpecs[0].replicaCount: 'two' is not a whole number")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[{"containerSpec":{"imageUri":"i"},"pythonPackageSpec":{"executorImageUri":"i","packageUris":[],"pythonModule":"m"}}]}}""", "jobSpec.workerPoolSpecs[0]: has containerSpec and pythonPackageSpec, of which one at most may be there (task)")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[],"scheduling":{"timeout":"1h"}}}""", "jobSpec.scheduling.timeout: '1h' does not match -?\\d+(\\.\\d+)?s")]
    [InlineData("""{"displayName":"a","jobSpec":{"workerPoolSpecs":[]},"labels":{"team":1}}""", "labels.team: has to be a string, and is 1")]
    public void A_problem_is_named_with_its_place(string body, string problem) => Assert.Equal([problem], Create(JsonNode.Parse(body)!));

    [Theory]
    [InlineData("""{"parent":"projects/p/locations/l","pageSize":"10","filter":"x","alt":"json"}""", null)]
    [InlineData("""{"parent":"projects/p"}""", "parent: 'projects/p' is not such a name")]
    [InlineData("""{"parent":"projects/p/locations/l","pageSize":"ten"}""", "pageSize: 'ten' is not a whole number")]
    [InlineData("""{"parent":"projects/p/locations/l","orderBy":"x"}""", "orderBy: is not known")]
    [InlineData("""{"parent":"projects/p/locations/l","body":{}}""", "(body): there is none in this operation")]
    public void Path_and_query_are_checked(string request, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], WireContract.Vertex.CheckInput("ListCustomJobs", JsonNode.Parse(request)));

    [Theory]
    [InlineData("2026-11-01T12:00:00Z", true)]
    [InlineData("2026-11-01T12:00:00.123456789+01:00", true)]
    [InlineData("2026-11-01 12:00", false)]
    public void Times_are_texts(string time, bool good) =>
        Assert.Equal(good, WireContract.Vertex.CheckOutput("GetCustomJob", new JsonObject { ["createTime"] = time }).Count == 0);

    [Fact]
    public void An_answer_may_leave_out_what_is_required_and_has_its_long_numbers_as_strings()
    {
        Assert.Empty(WireContract.Vertex.CheckOutput("GetCustomJob", new JsonObject { ["state"] = "JOB_STATE_EXPIRED" }));
        Assert.NotEmpty(WireContract.Vertex.CheckOutput("GetCustomJob", JsonNode.Parse("""{"jobSpec":{"workerPoolSpecs":[{"replicaCount":1}]}}""")));
        Assert.NotEmpty(WireContract.Vertex.CheckOutput("GetCustomJob", new JsonObject { ["state"] = "DONE" }));
    }

    [Fact]
    public void A_name_in_the_path_need_not_be_in_the_body() =>
        Assert.Empty(WireContract.Vertex.CheckInput("CancelCustomJob", new JsonObject { ["name"] = $"{Parent}/customJobs/1" }));

    [Fact]
    public void Any_value_is_any_json() =>
        Assert.Empty(WireContract.CloudLogging.CheckOutput("entries.list", JsonNode.Parse("""{"entries":[{"jsonPayload":{"a":[1,{"b":null}]}}]}""")));

    private static IReadOnlyList<string> Create(JsonNode body) => WireContract.Vertex.CheckInput("CreateCustomJob", new JsonObject { ["parent"] = Parent, ["body"] = body });
}
