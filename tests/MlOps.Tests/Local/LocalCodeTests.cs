using MlOps.Providers.Local;
using MlOps.Tests.Support;

namespace MlOps.Tests.Local;

/// <summary>Jobs that bring their code along.</summary>
public sealed class LocalCodeTests : IDisposable
{
    private readonly LocalFixture _local = new();
    private readonly string _code;

    public LocalCodeTests()
    {
        _code = Path.Combine(_local.Home, "src");
        Write("run.sh", "#!/bin/sh\npwd; cat data.txt pkg/more.txt; echo new >made.txt; echo changed >data.txt");
        File.SetUnixFileMode(Path.Combine(_code, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("data.txt", "a\n");
        Write("pkg/more.txt", "b\n");
        Write("debug.log", "c\n");
        Write(".gitignore", "*.log\n");
    }

    private string Copy => Path.Combine(_local.JobFolder(), "source");

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task The_command_runs_in_a_copy()
    {
        await _local.StartAsync(Spec("./run.sh"));
        var job = await _local.EndAsync();
        Assert.Equal(MlJobStatus.Succeeded, job.Status);
        Assert.Equal([Copy, "a", "b"], (await _local.LogAsync(job)).Select(line => line.Message));
        Assert.Equal("changed\n", File.ReadAllText(Path.Combine(Copy, "data.txt")));
        Assert.Equal("a\n", File.ReadAllText(Path.Combine(_code, "data.txt")));
        Assert.False(File.Exists(Path.Combine(_code, "made.txt")));
        Assert.False(File.Exists(Path.Combine(Copy, "debug.log")));
        Assert.Equal(new Uri(Copy + "/").AbsoluteUri, job.SourceUri);
    }

    [Fact]
    public async Task The_copy_is_none_of_the_jobs_results()
    {
        await _local.StartAsync(Spec("./run.sh"));
        var job = await _local.EndAsync();
        Assert.Empty(await _local.Provider.ListArtifactsAsync(job, LocalFixture.Cancel).ToListAsync(LocalFixture.Cancel));
        await _local.SealedAsync();
        await _local.Provider.RemoveAsync(job, LocalFixture.Cancel);
        Assert.False(Directory.Exists(_local.JobFolder()));
        Assert.True(File.Exists(Path.Combine(_code, "data.txt")));
    }

    [Fact]
    public async Task What_changes_after_the_start_does_not_concern_the_job()
    {
        await _local.StartAsync(Spec("sh", "-c", "while [ ! -e go ]; do sleep 0.02; done; cat pkg/more.txt"));
        File.WriteAllText(Path.Combine(_code, "pkg", "more.txt"), "later\n");
        File.WriteAllText(Path.Combine(Copy, "go"), "");
        Assert.Equal("b", Assert.Single(await _local.LogAsync(await _local.EndAsync())).Message);
    }

    [Fact]
    public async Task A_job_is_started_again_with_the_code_that_it_had()
    {
        await _local.StartAsync(Spec("sh", "-c", "cat pkg/more.txt"));
        var first = await _local.EndAsync();
        Directory.Delete(_code, recursive: true);
        await _local.StartAsync(Spec("sh", "-c", "cat pkg/more.txt") with { Name = "again", SourceDirectory = first.SourceUri });
        Assert.Equal("b", Assert.Single(await _local.LogAsync(await _local.EndAsync("again"))).Message);
    }

    [Fact]
    public async Task A_job_without_code_has_none()
    {
        await _local.StartAsync("exit 0");
        Assert.Equal("", (await _local.EndAsync()).SourceUri);
        Assert.False(Directory.Exists(Copy));
    }

    [Fact]
    public void The_request_shows_where_the_command_runs()
    {
        var request = _local.Provider.Plan(Spec("./run.sh")).Request;
        Assert.Contains($"# 4 files of {_code} copied to the source folder of the job\ncd {Copy}\n", request, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_local.JobFolder()));
    }

    [Fact]
    public async Task What_cannot_be_copied_leaves_no_job()
    {
        var root = Path.Combine(_local.Home, "local", "jobs");
        var store = new JobStore(root);
        var plan = new LocalPlanner(store).Plan(Spec("./run.sh"), LocalMachine.Detect(), LocalFixture.Cancel);
        File.Delete(Path.Combine(_code, "data.txt"));
        var error = Assert.Throws<MlOpsException>(() => store.Create(plan.Document, plan.Code, LocalFixture.Cancel));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("data.txt", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(root));
        Assert.Empty(await _local.ListAsync(JobQuery.All));
    }

    [Fact]
    public async Task Nothing_is_copied_for_a_name_that_is_taken()
    {
        await _local.StartAsync("exit 0");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.StartAsync(Spec("./run.sh")));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.False(Directory.Exists(Copy));
    }

    [Theory]
    [InlineData("src/data.txt", ErrorCode.InvalidArgument, "which is a file")]
    [InlineData("nowhere", ErrorCode.NotFound, "no folder")]
    [InlineData("empty", ErrorCode.InvalidArgument, "has no code")]
    [InlineData("s3://b/x", ErrorCode.InvalidArgument, "this machine only")]
    public void Code_that_is_not_there_is_refused(string source, ErrorCode code, string message)
    {
        Directory.CreateDirectory(Path.Combine(_local.Home, "empty"));
        var error = Assert.Throws<MlOpsException>(() => _local.Provider.Plan(Spec("sh") with { SourceDirectory = source }));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("-SourceDirectory", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_the_code_does_not_have_is_refused() =>
        Assert.Contains("./other.sh", Assert.Throws<MlOpsException>(() => _local.Provider.Plan(Spec("./other.sh"))).Message, StringComparison.Ordinal);

    private TrainingSpec Spec(params string[] command) => _local.Shell("") with { Command = command, SourceDirectory = _code };

    private void Write(string name, string text)
    {
        var path = Path.Combine(_code, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
