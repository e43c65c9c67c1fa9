using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.Runtime;
using MlOps.Providers.Aws;
using MlOps.Providers.SageMaker;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using MlOps.Tests.SageMaker.Logs;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.SageMaker;

/// <summary>What becomes of calls that go wrong on the way: a whole result, or one error that says what happened.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class FaultTests
{
    private static readonly string[] s_operations = ["Search", "DescribeTrainingJob", "ListTrainingJobs", "CreateTrainingJob", "GetLogEvents"];

    [Theory]
    [InlineData(FaultKind.Status500)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Slow)]
    public async Task A_fault_that_passes_is_not_seen(FaultKind fault)
    {
        var account = Account();
        await using var sageMaker = await Serve(account);
        foreach (var operation in s_operations)
        {
            account.AddFault(operation, fault);
        }

        await Task.WhenAll(ListsAsync(sageMaker), FindsAsync(account), StartsAsync(sageMaker), ReadsAsync(sageMaker, account));

        Assert.Single(account.TrainingJobs, "digits-1");
        Assert.Empty(account.Violations);
    }

    [Theory]
    [InlineData(FaultKind.Status500, "AWS failed at sagemaker:")]
    [InlineData(FaultKind.Reset, "127.0.0.1")]
    [InlineData(FaultKind.Truncate, "could not be read")]
    public async Task A_fault_that_stays_is_one_error(FaultKind fault, string words)
    {
        var account = Account();
        await using var sageMaker = await Serve(account);
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";
        foreach (var operation in s_operations)
        {
            account.AddFault(operation, fault, times: 1000);
        }

        var errors = await Task.WhenAll(
            Assert.ThrowsAsync<MlOpsException>(() => ListsAsync(sageMaker)),
            Assert.ThrowsAsync<MlOpsException>(() => FindsAsync(account)),
            Assert.ThrowsAsync<MlOpsException>(() => StartsAsync(sageMaker)));

        Assert.All(errors, error =>
        {
            Assert.Equal(ErrorCode.ProviderError, error.Code);
            Assert.Contains("sagemaker:", error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.RecommendedAction);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        });
        Assert.Empty(account.Violations);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_start_whose_answer_is_lost_starts_one_job(FaultKind fault)
    {
        var account = new CloudAccount();
        account.AddFault("CreateTrainingJob", fault);
        await using var sageMaker = await Serve(account);

        var job = await sageMaker.Provider().StartAsync(Jobs.Spec, Stop);

        Assert.Equal("digits-1", job.Name);
        Assert.Equal(["digits-1"], account.TrainingJobs);
        Assert.Equal(2, account.Calls.Count("CreateTrainingJob"));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        var account = new CloudAccount();
        await using var sageMaker = await Serve(account);
        await sageMaker.Provider().StartAsync(Jobs.Spec, Stop);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.Provider().StartAsync(Jobs.Spec, Stop));
        Assert.Equal(ErrorCode.Conflict, error.Code);

        account.AddFault("CreateTrainingJob", FaultKind.Reset);
        var other = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.Provider().StartAsync(Jobs.Spec with { Arguments = ["--other"] }, Stop));
        Assert.Equal(ErrorCode.Conflict, other.Code);
        Assert.Equal(["digits-1"], account.TrainingJobs);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Expired_credentials_say_how_to_renew_them()
    {
        var account = Account();
        account.AddFault("*", FaultKind.Expired, times: 1000);
        await using var sageMaker = await Serve(account);

        var errors = await Task.WhenAll(
            Assert.ThrowsAsync<MlOpsException>(() => ListsAsync(sageMaker)),
            Assert.ThrowsAsync<MlOpsException>(() => FindsAsync(account)),
            Assert.ThrowsAsync<MlOpsException>(() => StartsAsync(sageMaker)),
            Assert.ThrowsAsync<MlOpsException>(() => ReadsAsync(sageMaker, account)));

        Assert.All(errors, error =>
        {
            Assert.Equal(ErrorCode.AccessDenied, error.Code);
            Assert.Contains("aws sso login", error.RecommendedAction, StringComparison.Ordinal);
        });
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_made_up_for_or_named()
    {
        var account = Account();
        await using var sageMaker = await Serve(account);

        account.AddFault("*", FaultKind.Skew);
        await FindsAsync(account);

        account.AddFault("*", FaultKind.Skew, times: 1000);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => FindsAsync(account));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains("clock", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Who_is_throttled_waits_and_gets_everything()
    {
        var account = Account();
        account.AddFault("*", FaultKind.Throttle, times: 6);
        await using var sageMaker = await Serve(account);
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";
        var clock = new VirtualClock();
        var begin = clock.Now;

        var page = await Client(clock).SearchAsync(new() { Resource = "TrainingJob", MaxResults = 100 }, Stop);

        Assert.Equal(100, page.Results!.Count);
        Assert.Equal(7, account.Calls.Count("Search"));
        Assert.InRange(clock.Now - begin, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(60));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task Who_is_throttled_for_ever_is_told_so()
    {
        var account = Account();
        account.AddFault("*", FaultKind.Throttle, times: 1000);
        await using var sageMaker = await Serve(account);
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";

        var error = await Assert.ThrowsAsync<MlOpsException>(() => Client(new VirtualClock()).SearchAsync(new() { Resource = "TrainingJob" }, Stop));

        Assert.Equal(ErrorCode.Throttled, error.Code);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Equal(13, account.Calls.Count("Search"));
        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named()
    {
        await using var sageMaker = new SageMakerFixture();
        sageMaker.Variables["AWS_ENDPOINT_URL"] = Nowhere();
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "2";

        var error = await Assert.ThrowsAsync<MlOpsException>(() => sageMaker.List());

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_answers_is_not_waited_for_for_ever()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var sageMaker = new SageMakerFixture();
        sageMaker.Variables["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";

        var error = await Assert.ThrowsAsync<MlOpsException>(() => Client(TimeProvider.System, TimeSpan.FromMilliseconds(300)).SearchAsync(new() { Resource = "TrainingJob" }, Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("127.0.0.1 did not answer sagemaker:Search in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_cancels_is_not_told_of_an_error()
    {
        var account = new CloudAccount(new() { Latency = TimeSpan.FromSeconds(30) });
        await using var sageMaker = await Serve(account);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sageMaker.Provider().ListAsync(JobQuery.All, stop.Token).CountAsync(stop.Token).AsTask());
    }

    private static CloudAccount Account()
    {
        var account = new CloudAccount();
        account.FillWith(150);
        account.WriteLog(account.TrainingJobs[0], ["epoch=1", "epoch=2"]);
        return account;
    }

    private static SageMakerClient Client(TimeProvider clock, TimeSpan? timeout = null)
    {
        var settings = new AwsSettings("eu-central-1", null);
        settings = timeout is { } time ? settings with { Timeout = time } : settings;
        return new(new AwsJsonClient(AwsService.SageMaker, settings, () => new BasicAWSCredentials(KeyId, Secret), 4, clock));
    }

    private static async Task ListsAsync(SageMakerFixture sageMaker) => Assert.InRange((await sageMaker.List()).Count, 150, 151);

    private static async Task FindsAsync(CloudAccount account)
    {
        var document = await Client(TimeProvider.System).DescribeTrainingJobAsync(account.TrainingJobs[0], Stop);
        Assert.Equal(JsonValueKind.Object, document.ValueKind);
    }

    private static async Task StartsAsync(SageMakerFixture sageMaker) => Assert.Equal("digits-1", (await sageMaker.Provider().StartAsync(Jobs.Spec, Stop)).Name);

    private static async Task ReadsAsync(SageMakerFixture sageMaker, CloudAccount account)
    {
        var name = account.TrainingJobs[0];
        var job = new MlJob { Provider = "SageMaker", Name = name, Id = Jobs.Arn + name, Status = MlJobStatus.Succeeded, CreatedAt = DateTimeOffset.UtcNow.AddDays(-365), InstanceCount = 1 };
        Assert.Equal(["epoch=1", "epoch=2"], await sageMaker.Provider().ReadLogAsync(job, LogQuery.All, Stop).Select(line => line.Message).ToListAsync(Stop));
    }
}
