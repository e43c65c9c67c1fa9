using MlOps.Tests.Files;

namespace MlOps.Tests.Artifacts;

public sealed class ArtifactReceiverTests : IDisposable
{
    private static readonly MlJob Ended = new() { Provider = "Memory", Name = "j", Id = "1", Status = MlJobStatus.Succeeded };
    private static readonly MlJob Running = Ended with { Status = MlJobStatus.Running };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_wanted_files_are_fetched_with_their_times()
    {
        var provider = new MemoryProvider().Add("logs/a", "one").Add("logs/b/c", "three").Add("model/m", "x");
        var outcomes = await ReceiveAsync(provider, Ended, new GlobSet(["logs/**"], []));

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        Assert.Equal(
            new MlReceivedArtifact { Provider = "Memory", JobName = "j", Path = "logs/b/c", Destination = _folder["logs", "b", "c"], Size = 5, Result = MlReceiveResult.Received },
            outcomes[1].Received);
        Assert.Equal(["logs/a", "logs/b/c"], _folder.Files());
        Assert.Equal("three", File.ReadAllText(_folder["logs", "b", "c"]));
        Assert.Equal(MemoryProvider.Time.UtcDateTime, File.GetLastWriteTimeUtc(_folder["logs", "a"]), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_second_run_transfers_only_what_has_changed()
    {
        var before = new MemoryProvider().Add("same", "1").Add("size", "1").Add("time", "1").Add("untimed", "1", default(DateTimeOffset));
        await ReceiveAsync(before, Ended);
        File.SetLastWriteTimeUtc(_folder["untimed"], default(DateTime).AddYears(1999));

        var after = new MemoryProvider().Add("same", "1").Add("size", "22").Add("time", "2", MemoryProvider.Time.AddTicks(1)).Add("untimed", "1", default(DateTimeOffset));
        var outcomes = await ReceiveAsync(after, Ended);

        Assert.Equal(["size", "time", "untimed"], after.Opened);
        Assert.Equal(
            [MlReceiveResult.Unchanged, MlReceiveResult.Received, MlReceiveResult.Received, MlReceiveResult.Received],
            outcomes.Select(outcome => outcome.Received!.Result));
        Assert.Equal("2", File.ReadAllText(_folder["time"]));
    }

    [Fact]
    public async Task A_file_system_that_keeps_whole_seconds_has_unchanged_files_too()
    {
        var provider = new MemoryProvider().Add("a", "1");
        await ReceiveAsync(provider, Ended);
        File.SetLastWriteTimeUtc(_folder["a"], MemoryProvider.Time.UtcDateTime.AddTicks(-1234567));
        Assert.Equal(MlReceiveResult.Unchanged, Assert.Single(await ReceiveAsync(provider, Ended)).Received!.Result);
    }

    [Fact]
    public async Task A_file_that_fails_does_not_stop_the_others()
    {
        Directory.CreateDirectory(_folder["folder"]);
        var provider = new MemoryProvider()
            .Add("../escape", "x")
            .Add("/absolute", "x")
            .Add("folder", "x")
            .Add("broken", 1, () => throw new IOException("the line is down"))
            .Add("timeout", 1, () => throw new TaskCanceledException("too slow"))
            .Add("denied", 1, () => throw new UnauthorizedAccessException("no"))
            .Add("gone", 1, () => throw new MlOpsException(ErrorCode.NotFound, "gone"))
            .Add("short", "x", size: 2)
            .Add("twice", "1")
            .Add("twice", "2")
            .Add("good", "x");
        var outcomes = await ReceiveAsync(provider, Ended);

        Assert.Equal(
            [ErrorCode.Corrupt, ErrorCode.Corrupt, ErrorCode.Conflict, ErrorCode.ProviderError, ErrorCode.ProviderError, ErrorCode.AccessDenied, ErrorCode.NotFound, ErrorCode.Corrupt, null, ErrorCode.Corrupt, null],
            outcomes.Select(outcome => outcome.Error?.Code));
        Assert.Contains("the line is down", outcomes[3].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(_folder["twice"]));
        Assert.Equal(["good", "twice"], _folder.Files());
    }

    [Fact]
    public async Task A_file_of_a_running_job_may_have_grown()
    {
        var provider = new MemoryProvider().Add("log", "longer", size: 3);
        var received = Assert.Single(await ReceiveAsync(provider, Running)).Received;
        Assert.Equal(6, received!.Size);
        Assert.Equal("longer", File.ReadAllText(_folder["log"]));
    }

    [Fact]
    public async Task Cancellation_leaves_the_old_file_and_no_part_of_the_new_one()
    {
        File.WriteAllText(_folder["b"], "old");
        using var cancellation = new CancellationTokenSource();
        var provider = new MemoryProvider()
            .Add("a", "x")
            .Add("b", 1 << 20, () => new EndlessStream(afterFirstRead: cancellation.Cancel))
            .Add("c", "x");

        var done = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var outcome in ArtifactReceiver.ReceiveAsync(provider, Ended, await ArtifactReceiver.PlanAsync(provider, Ended, GlobSet.Everything, TestContext.Current.CancellationToken), _folder.Path, null, cancellation.Token))
            {
                done.Add(outcome.Artifact.Path);
            }
        });

        Assert.Equal(["a"], done);
        Assert.Equal(["a", "b"], _folder.Files());
        Assert.Equal("old", File.ReadAllText(_folder["b"]));
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_file_is_replaced_and_not_followed()
    {
        File.WriteAllText(_folder["outside"], "precious");
        Directory.CreateDirectory(_folder["to"]);
        File.CreateSymbolicLink(_folder["to", "a"], _folder["outside"]);
        File.SetLastWriteTimeUtc(_folder["outside"], MemoryProvider.Time.UtcDateTime);
        await ReceiveAsync(new MemoryProvider().Add("to/a", "12345678"), Ended);

        Assert.Equal("precious", File.ReadAllText(_folder["outside"]));
        Assert.Equal("12345678", File.ReadAllText(_folder["to", "a"]));
        Assert.Null(new FileInfo(_folder["to", "a"]).LinkTarget);
    }

    [Fact]
    public async Task A_name_as_long_as_the_file_system_takes_is_fetched()
    {
        var name = new string('é', 127);
        await ReceiveAsync(new MemoryProvider().Add(name, "x"), Ended);
        Assert.Equal([name], _folder.Files());
    }

    [Fact]
    public async Task Progress_ends_at_the_total()
    {
        var progress = new LastReport();
        var provider = new MemoryProvider().Add("a", "123").Add("../b", "12").Add("c", "longer", size: 3);
        await ReceiveAsync(provider, Running, progress: progress);
        Assert.Equal(new TransferProgress(3, 3, 8, 8, "c"), progress.Last);
        Assert.True(progress.Monotone);
    }

    private async Task<IReadOnlyList<ArtifactOutcome>> ReceiveAsync(IProvider provider, MlJob job, GlobSet? globs = null, IProgress<TransferProgress>? progress = null) =>
        await ArtifactReceiver.ReceiveAsync(provider, job, await ArtifactReceiver.PlanAsync(provider, job, globs ?? GlobSet.Everything, TestContext.Current.CancellationToken), _folder.Path, progress, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    private sealed class LastReport : IProgress<TransferProgress>
    {
        public TransferProgress? Last { get; private set; }

        public bool Monotone { get; private set; } = true;

        public void Report(TransferProgress value)
        {
            Monotone &= value.BytesDone >= (Last?.BytesDone ?? 0);
            Last = value;
        }
    }
}
