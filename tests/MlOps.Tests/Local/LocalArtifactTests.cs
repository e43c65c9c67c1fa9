using MlOps.Tests.Support;

namespace MlOps.Tests.Local;

public sealed class LocalArtifactTests : IDisposable
{
    private readonly LocalFixture _local = new();

    public void Dispose() => _local.Dispose();

    [Fact]
    public async Task What_a_job_writes_is_listed_in_one_name_space()
    {
        await _local.StartAsync("echo m >$MLOPS_MODEL_DIR/model.json; mkdir $MLOPS_TENSORBOARD_DIR/run; echo e >$MLOPS_TENSORBOARD_DIR/run/events.1; echo c >$MLOPS_CHECKPOINT_DIR/1; echo o >$MLOPS_OUTPUT_DIR/.hidden");
        var job = await _local.EndAsync();
        Assert.Equal(["checkpoints/1", "logs/run/events.1", "model/model.json", "output/.hidden"], (await ListAsync(job)).Select(artifact => artifact.Path));
    }

    [Fact]
    public async Task A_link_is_followed_inside_the_job_only()
    {
        await _local.StartAsync("cd $MLOPS_CHECKPOINT_DIR; echo 1 >epoch-1; ln -s epoch-1 latest; ln -s /etc/passwd out; ln -s self self; ln -s . circle; ln -s ../job.json spec");
        var job = await _local.EndAsync();
        Assert.Equal(["checkpoints/epoch-1", "checkpoints/latest"], (await ListAsync(job)).Select(artifact => artifact.Path));
    }

    [Fact]
    public async Task A_linked_folder_is_no_way_out()
    {
        await _local.StartAsync("cd $MLOPS_OUTPUT_DIR; ln -s /etc away; ln -s away/passwd file; echo 1 >real; ln -s $PWD/real absolute");
        var job = await _local.EndAsync();
        Assert.Equal(["output/absolute", "output/real"], (await ListAsync(job)).Select(artifact => artifact.Path));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => OpenAsync(job, "output/away/passwd"));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task A_pipe_is_no_file_and_holds_nobody_up()
    {
        await _local.StartAsync("mkfifo $MLOPS_OUTPUT_DIR/pipe; : >$MLOPS_OUTPUT_DIR/empty");
        var job = await _local.EndAsync();
        Assert.Equal(["output/empty"], (await ListAsync(job)).Select(artifact => artifact.Path));
        await Assert.ThrowsAsync<MlOpsException>(() => OpenAsync(job, "output/pipe").WaitAsync(TimeSpan.FromSeconds(10), LocalFixture.Cancel));
    }

    [Theory]
    [InlineData("checkpoints/../job.json")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("instances/0/stdout.log")]
    [InlineData("model/none")]
    public async Task Nothing_else_is_opened(string path)
    {
        await _local.StartAsync("echo m >$MLOPS_MODEL_DIR/m");
        var job = await _local.EndAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => OpenAsync(job, path));
        Assert.Equal(ErrorCode.NotFound, error.Code);
    }

    /// <summary>Opens a path in the store of the job's own files.</summary>
    private async Task<Stream> OpenAsync(MlJob job, string path)
    {
        var file = await _local.Provider.ListFilesAsync(job, LocalFixture.Cancel).FirstAsync(LocalFixture.Cancel);
        var origin = file.Origin with { Location = file.Origin.Location with { Key = path }, Version = "" };
        return (await file.Store.OpenAsync(origin, 0, 1, LocalFixture.Cancel)).Stream;
    }

    private async Task<List<MlArtifact>> ListAsync(MlJob job)
    {
        var artifacts = new List<MlArtifact>();
        await foreach (var artifact in _local.Provider.ListArtifactsAsync(job, LocalFixture.Cancel))
        {
            artifacts.Add(artifact);
        }

        return artifacts;
    }
}
