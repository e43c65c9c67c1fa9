using MlOps.Tests.Fakes;

namespace MlOps.Tests.Staging;

public class StagedJobTests
{
    private static readonly StagedInput s_code = new("/src", [], "s3://b/mlops/_code/1/");
    private static readonly StagedInput s_data = new("/data", [], "s3://b/mlops/_inputs/2/");

    private readonly List<string> _done = [];

    [Fact]
    public async Task Everything_is_there_before_the_job_starts()
    {
        var job = await StartAsync([s_code, s_data]);
        Assert.Equal("x", job.Name);
        Assert.Equal(["send s3://b/mlops/_code/1/", "send s3://b/mlops/_inputs/2/", "start x"], _done);
    }

    [Fact]
    public async Task A_job_that_has_nothing_to_send_needs_nobody_who_sends()
    {
        await StagedJob.StartAsync([new(new() { Name = "x" }, [])], () => throw new InvalidOperationException(), Start, TestContext.Current.CancellationToken);
        Assert.Equal(["start x"], _done);
    }

    [Fact]
    public async Task What_two_jobs_need_is_sent_once()
    {
        await StagedJob.StartAsync(
            [new(new() { Name = "x" }, [s_code, s_data]), new(new() { Name = "x" }, [s_code])], () => new FakeUploader(_done, null), Start, TestContext.Current.CancellationToken);
        Assert.Equal(["send s3://b/mlops/_code/1/", "send s3://b/mlops/_inputs/2/", "start x"], _done);
    }

    [Fact]
    public async Task What_cannot_be_sent_starts_no_job()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => StartAsync([s_code, s_data], refused: s_data));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Equal(["send s3://b/mlops/_code/1/"], _done);
    }

    private Task<MlJob> StartAsync(IReadOnlyList<StagedInput> uploads, StagedInput? refused = null) =>
        StagedJob.StartAsync([new(new() { Name = "x" }, uploads)], () => new FakeUploader(_done, refused), Start, TestContext.Current.CancellationToken);

    private Task<MlJob> Start()
    {
        _done.Add("start x");
        return Task.FromResult(new FakeProvider("Cloud").Job("x"));
    }

    /// <summary>Notes what it is asked to send, and refuses one of it.</summary>
    private sealed class FakeUploader(List<string> done, StagedInput? refused) : IInputUploader
    {
        public async Task UploadAsync(StagedInput input, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (input == refused)
            {
                throw new MlOpsException(ErrorCode.AccessDenied, "The store refused.");
            }

            done.Add($"send {input.Target}");
        }
    }
}
