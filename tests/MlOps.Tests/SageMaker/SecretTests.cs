using System.Collections;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;
using MlOps.Tests.Support;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.SageMaker;

/// <summary>Whatever goes wrong, nothing that a user or a log gets to see has the secret key or the session token in it.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class SecretTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.Status500)]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Expired)]
    [InlineData(FaultKind.Skew)]
    public async Task Nothing_that_is_shown_has_a_secret_in_it(FaultKind? fault)
    {
        var account = new CloudAccount();
        account.FillWith(3);
        if (fault is { } kind)
        {
            account.AddFault("*", kind, times: 10_000);
        }

        await LookEverywhere(account);

        Assert.Empty(account.Violations);
    }

    [Fact]
    public async Task An_answer_that_repeats_the_request_is_not_shown_whole()
    {
        var seen = await LookEverywhere(new EchoingService());

        Assert.Contains("The request signature we calculated does not match", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_shows_nothing_either()
    {
        await using var sageMaker = new SageMakerFixture();
        sageMaker.Variables["AWS_ENDPOINT_URL"] = Nowhere();
        await LookEverywhere(sageMaker);
    }

    [Fact]
    public async Task A_program_that_gives_keys_and_fails_is_not_quoted_with_them()
    {
        await using var sageMaker = new SageMakerFixture();
        sageMaker.Variables["AWS_ACCESS_KEY_ID"] = null;
        sageMaker.Variables["AWS_SECRET_ACCESS_KEY"] = null;
        sageMaker.Variables["AWS_ENDPOINT_URL"] = Nowhere();
        var program = sageMaker.Folder.File("keys.sh", $"#!/bin/sh\necho '{{\"SecretAccessKey\": \"{Secret}\", \"SessionToken\": \"{Token}\"}}' | tee /dev/stderr\nexit 3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        sageMaker.Folder.File("aws-config", $"[default]\ncredential_process = {program}\n");

        var shown = await Shown(async () => await sageMaker.List());

        Assert.StartsWith("error: MlOps.MlOpsException", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, shown, StringComparison.Ordinal);
    }

    private static async Task<string> LookEverywhere(IService service)
    {
        await using var sageMaker = await Serve(service);
        return await LookEverywhere(sageMaker);
    }

    private static async Task<string> LookEverywhere(SageMakerFixture sageMaker)
    {
        sageMaker.Variables["AWS_SESSION_TOKEN"] = Token;
        sageMaker.Variables["AWS_MAX_ATTEMPTS"] = "1";
        var provider = sageMaker.Provider();
        var job = new MlJob { Provider = "SageMaker", Name = "digits-1", Id = Jobs.Arn + "digits-1", Status = MlJobStatus.Succeeded, CreatedAt = DateTimeOffset.UtcNow.AddDays(-1), EndedAt = DateTimeOffset.UtcNow.AddHours(-1) };
        var file = new MlArtifact { Provider = "SageMaker", JobName = "digits-1", Path = "model/a", Size = 1, LastModified = DateTimeOffset.UtcNow, Uri = "s3://my-training/a" };
        using var logEnd = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        logEnd.CancelAfter(TimeSpan.FromSeconds(2));
        var seen = new List<string>();
        foreach (var result in await Task.WhenAll(
            Shown(async () => await provider.StartAsync(Jobs.Spec, Stop)),
            Shown(async () => provider.Plan(Jobs.Spec)),
            Shown(async () => await provider.ListAsync(JobQuery.All, Stop).ToListAsync(Stop)),
            Shown(async () => await provider.ReadLogAsync(job, LogQuery.All, logEnd.Token).ToListAsync(logEnd.Token)),
            Shown(async () => await provider.TestAsync(Stop).ToListAsync(Stop)),
            Shown(async () => await provider.ListArtifactsAsync(job, Stop).ToListAsync(Stop)),
            Shown(async () => await provider.OpenAsync(file, Stop))))
        {
            Assert.NotEmpty(result);
            Assert.DoesNotContain(Secret, result, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, result, StringComparison.Ordinal);
            Assert.DoesNotContain(Token[..20], result, StringComparison.Ordinal);
            seen.Add(result);
        }

        return string.Join('\n', seen);
    }

    private static async Task<string> Shown(Func<Task<object?>> work)
    {
        try
        {
            return $"result: {Text(await work())}";
        }
        catch (Exception e)
        {
            var action = (e as MlOpsException)?.RecommendedAction;
            return $"error: {e} {action}";
        }
    }

    private static string Text(object? value) => value switch
    {
        null or string => $"{value}",
        IDictionary table => string.Join(' ', table.Keys.Cast<object>().Select(key => $"{key}={Text(table[key])}")),
        IEnumerable list => string.Join('\n', list.Cast<object?>().Select(Text)),
        MlJob job => $"{job.ToString()} {job.StatusMessage} {job.ConsoleUri} {Text(job.Raw)}",
        _ => $"{value}",
    };
}
