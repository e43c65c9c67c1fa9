using System.Text.Json;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Tests.Vertex;

public class DocumentTests
{
    [Theory]
    [InlineData("3600s", 36_000_000_000)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("0.000000001s", 0)]
    [InlineData("-2s", -20_000_000)]
    [InlineData("0s", 0)]
    public void Durations_are_seconds(string text, long ticks) => Assert.Equal(ticks, Timeout($"\"{text}\"")!.Value.Ticks);

    [Fact]
    public void The_longest_duration_of_the_wire_can_be_read() => Assert.Equal(TimeSpan.FromDays(3_652_500), Timeout("\"315576000000s\""));

    [Theory]
    [InlineData("\"1h\"")]
    [InlineData("\"s\"")]
    [InlineData("\"\"")]
    public void What_is_no_duration_is_none(string json) => Assert.Throws<JsonException>(() => Timeout(json));

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("2")]
    public void Numbers_of_64_bits_are_texts(string json)
    {
        var pool = JsonSerializer.Deserialize($$"""{ "jobSpec": { "workerPoolSpecs": [{ "replicaCount": {{json}} }] } }""", VertexJson.Default.CustomJobDocument)!;
        Assert.Equal(2, pool.JobSpec!.WorkerPoolSpecs![0].ReplicaCount);
        Assert.Equal("""{"displayName":"","jobSpec":{"workerPoolSpecs":[{"replicaCount":"2"}]}}""", JsonSerializer.Serialize(pool, VertexJson.Default.CustomJobDocument));
    }

    [Fact]
    public void A_list_without_jobs_has_no_member_for_them()
    {
        Assert.Null(JsonSerializer.Deserialize("{}", VertexJson.Default.ListCustomJobsResponse)!.CustomJobs);
        var page = JsonSerializer.Deserialize("""{ "hyperparameterTuningJobs": [{ "displayName": "a" }], "nextPageToken": "n" }""", VertexJson.Default.ListTuningJobsResponse)!;
        Assert.Equal(("a", "n"), (Assert.Single(page.HyperparameterTuningJobs!).DisplayName, page.NextPageToken));
    }

    private static TimeSpan? Timeout(string json) =>
        JsonSerializer.Deserialize($$"""{ "jobSpec": { "scheduling": { "timeout": {{json}} } } }""", VertexJson.Default.CustomJobDocument)!.JobSpec!.Scheduling!.Timeout;
}
