using MlOps.StandIn.Account;
using MlOps.Tests.Support;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.SageMaker;

/// <summary>The files of a job whose results are not put into an archive.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class ArtifactTests
{
    [Fact]
    public async Task The_files_of_a_job_are_in_one_name_space_and_can_be_read()
    {
        var account = new CloudAccount();
        await using var sageMaker = await Serve(account);
        var provider = sageMaker.Provider();
        var job = await provider.StartAsync(Jobs.Spec with { Arguments = ["{model}", "{output}", "{checkpoints}", "{tensorboard}"] }, Stop);
        var raw = (IReadOnlyDictionary<string, object?>)job.Raw!;
        Write(account, Uri(raw, "OutputDataConfig", "S3OutputPath"), "digits-1/output/model/model.pt", "the model");
        Write(account, Uri(raw, "OutputDataConfig", "S3OutputPath"), "digits-1/output/data/table ü+&.csv", "a,b");
        Write(account, Uri(raw, "OutputDataConfig", "S3OutputPath"), "digits-10/output/model/other.pt", "another job's");
        Write(account, Uri(raw, "CheckpointConfig", "S3Uri"), "1/state.pt", "first");
        Write(account, Uri(raw, "CheckpointConfig", "S3Uri"), "2/", "");
        Write(account, Uri(raw, "TensorBoardOutputConfig", "S3OutputPath"), "digits-1/tensorboard-output/run/events.1", "events");
        account.Nearby.PageSize = 1;

        var files = await provider.ListArtifactsAsync(job, Stop).ToListAsync(Stop);

        Assert.Equal(["checkpoints/1/state.pt", "logs/run/events.1", "model/model.pt", "output/table ü+&.csv"], files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(("SageMaker", "digits-1", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), (file.Provider, file.JobName, file.LastModified)));
        Assert.Equal(["first", "events", "the model", "a,b"], await Task.WhenAll(files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(Read)));
        Assert.Equal([5, 6, 9, 3], files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => (int)file.Size));
        Assert.Empty(account.Violations);

        async Task<string> Read(MlArtifact file)
        {
            using var reader = new StreamReader(await provider.OpenAsync(file, Stop));
            return await reader.ReadToEndAsync(Stop);
        }
    }

    [Fact]
    public async Task The_event_files_of_a_trial_come_with_its_results_and_are_logs_all_the_same()
    {
        var account = new CloudAccount();
        await using var sageMaker = await Serve(account);
        var provider = sageMaker.Provider();
        var search = await provider.StartTuningAsync(Searches.Spec, Stop);
        var trial = Assert.Single(await sageMaker.List(new JobQuery { Kind = MlJobKind.Training }));
        var output = Uri((IReadOnlyDictionary<string, object?>)trial.Raw!, "OutputDataConfig", "S3OutputPath");
        Assert.Equal(search.Name, trial.TuningJobName);
        Write(account, output, $"{trial.Name}/output/data/tensorboard/run/events.1", "events");
        Write(account, output, $"{trial.Name}/output/data/table.csv", "a,b");

        var files = await provider.ListArtifactsAsync(trial, Stop).ToListAsync(Stop);

        Assert.Equal(["logs/run/events.1", "output/table.csv"], files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_not_found()
    {
        var account = new CloudAccount();
        await using var sageMaker = await Serve(account);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.Provider().OpenAsync(
            new() { Provider = "SageMaker", JobName = "digits-1", Path = "model/model.pt", Size = 1, LastModified = DateTimeOffset.UtcNow, Uri = "s3://my-training/model.pt" }, Stop));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains("s3://my-training/model.pt", error.Message, StringComparison.Ordinal);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_tuning_job_has_no_files_of_its_own()
    {
        await using var sageMaker = new SageMakerFixture();
        var job = new MlTuningJob { Provider = "SageMaker", Name = "tune", Id = "tune", Kind = MlJobKind.Tuning };

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.Provider().ListArtifactsAsync(job, Stop).CountAsync(Stop).AsTask());

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
    }

    private static string Uri(IReadOnlyDictionary<string, object?> raw, string part, string member) => (string)((IReadOnlyDictionary<string, object?>)raw[part]!)[member]!;

    private static void Write(CloudAccount account, string folder, string key, string text)
    {
        var path = folder["s3://".Length..].TrimEnd('/').Split('/', 2);
        account.Nearby.Put(path[0], path.Length > 1 ? $"{path[1]}/{key}" : key, text);
    }
}
