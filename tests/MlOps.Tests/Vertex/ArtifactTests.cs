using System.Text;
using MlOps.StandIn.Google;
using MlOps.Tests.Support;
using static MlOps.Tests.Vertex.VertexFixture;

namespace MlOps.Tests.Vertex;

/// <summary>The files of a job.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ArtifactTests
{
    [Fact]
    public async Task The_files_of_a_job_are_in_one_name_space_and_can_be_read()
    {
        var project = new CloudProject(new() { PageCap = 2 });
        await using var vertex = await Serve(project);
        var provider = vertex.Provider();
        var job = await provider.StartAsync(Spec, Stop);
        var folder = job.OutputUri[$"gs://{Bucket}/".Length..];
        foreach (var (name, text) in new[]
        {
            ("/model/model.pt", "the model"), ("/output/table ü+&#?.csv", "a,b"), ("/checkpoints/1/state.pt", "first"), ("/logs/run/events.1", "events"), ("/loose.txt", "loose"),
            ("/checkpoints/2/", ""), ("0/model/other.pt", "another job's"),
        })
        {
            project.AddObject(Bucket, folder + name, Encoding.UTF8.GetBytes(text));
        }

        var files = await provider.ListArtifactsAsync(job, Stop).ToListAsync(Stop);

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        Assert.Equal(["checkpoints/1/state.pt", "logs/run/events.1", "model/model.pt", "output/loose.txt", "output/table ü+&#?.csv"], files.Select(file => file.Path));
        Assert.All(files, file => Assert.Equal(("Vertex", "digits-1"), (file.Provider, file.JobName)));
        Assert.All(files, file => Assert.Equal(DateTimeOffset.UtcNow, file.LastModified, TimeSpan.FromMinutes(1)));
        Assert.Equal([5, 6, 9, 5, 3], files.Select(file => (int)file.Size));
        Assert.Equal(["first", "events", "the model", "loose", "a,b"], await Task.WhenAll(files.Select(Read)));
        Assert.Empty(project.Violations);

        async Task<string> Read(MlArtifact file)
        {
            using var reader = new StreamReader(await provider.OpenAsync(file, Stop));
            return await reader.ReadToEndAsync(Stop);
        }
    }

    [Fact]
    public async Task A_job_without_a_folder_has_no_files()
    {
        var project = new CloudProject();
        project.Add(Document("7", "old", DateTimeOffset.UtcNow.AddDays(-1)));
        await using var vertex = await Serve(project);

        Assert.Empty(await vertex.Provider().ListArtifactsAsync(await vertex.Find("old"), Stop).ToListAsync(Stop));
        Assert.Equal(0, project.Calls.Count("objects.list"));
        Assert.Empty(project.Violations);
    }

    [Theory]
    [InlineData($"gs://{Bucket}/gone.pt", "There is no object")]
    [InlineData("gs://no-such-bucket/a", "There is no object")]
    public async Task A_file_that_is_gone_is_not_found(string uri, string words)
    {
        await using var vertex = await Serve(new CloudProject());

        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await vertex.Provider().OpenAsync(
            new() { Provider = "Vertex", JobName = "digits-1", Path = "model/a", Size = 1, LastModified = DateTimeOffset.UtcNow, Uri = uri }, Stop));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tuning_job_has_no_files_of_its_own()
    {
        var project = new CloudProject();
        project.FillWith(10, tuningJobs: 1);
        await using var vertex = await Serve(project);
        var job = Assert.Single(await vertex.List(new() { Kind = MlJobKind.Tuning }));

        var error = await Assert.ThrowsAsync<MlOpsException>(() => vertex.Provider().ListArtifactsAsync(job, Stop).ToListAsync(Stop).AsTask());

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("Get-MlArtifact", error.RecommendedAction, StringComparison.Ordinal);
    }
}
