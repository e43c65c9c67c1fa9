using MlOps.StandIn.Storage;

namespace MlOps.Tests.Transfer;

/// <summary>What goes wrong while files are sent over real connections.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class UploadFaultTests
{
    // In one session of Cloud Storage, and in several.
    private const int Large = (33 << 20) + 12345;
    private const int Huge = (65 << 20) + 777;

    private static readonly string[] s_s3Writes = ["PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"];
    private static readonly string[] s_cloudStorageWrites = ["objects.insertMultipart", "objects.insertResumable", "objects.resume", "objects.compose"];

    public static TheoryData<StoreKind> Kinds => [StoreKind.S3, StoreKind.CloudStorage];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Connections_that_are_reset_at_random_bytes_are_gone_on_with(StoreKind kind, int seed)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind, seed: seed);
        var contents = WriteAll(cloud);
        foreach (var operation in (string[])["PutObject", "UploadPart", "objects.insertMultipart", "objects.resume"])
        {
            cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = operation, Times = 5, Probability = 0.5 });
        }

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Storms))]
    public async Task A_storm_of_refusals_is_waited_out(StoreKind kind, int status)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud);
        cloud.StartStorm(status);

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        cloud.Server.Faults.Clear();
        await cloud.RequireObjectsAsync(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task An_answer_that_is_lost_makes_nothing_twice(StoreKind kind, string operation)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = operation, Times = 2 });

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_arrives_damaged_once_is_sent_again(StoreKind kind, string operation)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = operation, At = 3000, After = 1 });

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_always_arrives_damaged_is_told_and_not_there(StoreKind kind, string name)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud, name);
        foreach (var operation in (string[])["PutObject", "UploadPart", "objects.insertMultipart", "objects.resume"])
        {
            cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = operation, At = 3000, Times = null });
        }

        var failed = Assert.Single(await cloud.UploadAsync(), outcome => !outcome.Succeeded);

        Assert.Equal((name, ErrorCode.Corrupt), (failed.Item.Name, failed.Error!.Code));
        Assert.DoesNotContain(name, cloud.Keys());
        await cloud.RequireNothingBegunAsync();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_file_that_is_written_to_midway_is_sent_as_one_version(StoreKind kind, string name, bool isLater)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud);
        var changed = 0;
        var folder = new ChangingFolder((source, offset) =>
        {
            if (source.Location.Key == name && offset > 0 == isLater && Interlocked.Exchange(ref changed, 1) == 0)
            {
                contents[name] = cloud.Write(name, contents[name].Length, seed: 99);
            }
        });

        Assert.All(await cloud.UploadAsync(folder), outcome => Assert.Null(outcome.Error));

        Assert.Equal(1, changed);
        await cloud.RequireObjectsAsync(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task What_was_begun_of_another_version_is_not_left_behind(StoreKind kind, string name)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud, name);
        await CutAsync(cloud, name);
        Assert.NotEmpty(cloud.Notes);

        contents[name] = cloud.Write(name, contents[name].Length, seed: 99);
        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task What_was_cut_is_gone_on_with(StoreKind kind, string name)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud, name);
        await CutAsync(cloud, name);
        cloud.Server.Calls.Clear();

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
        Assert.Equal(0, cloud.Server.Calls.Count("CreateMultipartUpload") + cloud.Server.Calls.Count("objects.insertResumable"));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task An_upload_that_somebody_ended_is_begun_anew(StoreKind kind, string name)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = WriteAll(cloud, name);
        await CutAsync(cloud, name);
        await cloud.EndUploadsAsync(name);

        Assert.All(await cloud.UploadAsync(), outcome => Assert.Null(outcome.Error));

        await cloud.RequireObjectsAsync(contents);
    }

    public static TheoryData<StoreKind, int> Seeds() => new([.. from kind in Kinds from seed in new[] { 1, 2, 3 } select new TheoryDataRow<StoreKind, int>(kind.Data, seed)]);

    public static TheoryData<StoreKind, int> Storms() => new([.. from kind in Kinds from status in new[] { 429, 500, 502, 503 } select new TheoryDataRow<StoreKind, int>(kind.Data, status)]);

    public static TheoryData<StoreKind, string> Writes() => Of(s_s3Writes, s_cloudStorageWrites);

    public static TheoryData<StoreKind, string> Damages() => Of(["PutObject", "UploadPart"], ["objects.insertMultipart", "objects.resume"]);

    public static TheoryData<StoreKind, string> Files() => Of(["large", "small/9"], ["large", "huge", "small/9"]);

    public static TheoryData<StoreKind, string> Parts() => Of(["large"], ["large", "huge"]);

    public static TheoryData<StoreKind, string, bool> Changes() => new(
        [.. from kind in Kinds
            from place in new[] { ("large", false), ("large", true), ("huge", false), ("huge", true), ("small/9", false) }
            where kind.Data == StoreKind.CloudStorage || place.Item1 != "huge"
            select new TheoryDataRow<StoreKind, string, bool>(kind.Data, place.Item1, place.Item2)]);

    private static TheoryData<StoreKind, string> Of(string[] ofS3, string[] ofCloudStorage) => new(
        [.. ofS3.Select(value => new TheoryDataRow<StoreKind, string>(StoreKind.S3, value)), .. ofCloudStorage.Select(value => new TheoryDataRow<StoreKind, string>(StoreKind.CloudStorage, value))]);

    /// <summary>Large files, small ones, and an empty one; or only one of them.</summary>
    private static Dictionary<string, byte[]> WriteAll(CloudFixture cloud, string only = "")
    {
        var sizes = Enumerable.Range(0, 12).ToDictionary(i => $"small/{i}", i => 4000 + (i * 19_000));
        sizes["empty"] = 0;
        sizes["large"] = Large;
        if (cloud.Kind == StoreKind.CloudStorage)
        {
            sizes["huge"] = Huge;
        }

        return sizes.Where(one => only.Length == 0 || one.Key == only).ToDictionary(one => one.Key, one => cloud.Write(one.Key, one.Value, one.Value));
    }

    /// <summary>Ends a transfer when some of a file has arrived, and not all.</summary>
    private static async Task CutAsync(CloudFixture cloud, string name)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(CloudFixture.Stop);
        var operation = cloud.Kind == StoreKind.S3 ? "UploadPart" : "objects.resume";
        var isOfParts = cloud.Kind == StoreKind.S3 || name == "huge";
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = operation, After = isOfParts ? 1 : 0, Times = null, At = 3 << 20 });
        var folder = new ChangingFolder((_, _) =>
        {
            // A whole part has arrived, or what came of the only one before the connection was cut.
            if (cloud.Server.Calls.All.Any(call => call.Operation == operation && call.Status == (isOfParts ? 200 : 308)))
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cloud.UploadAsync(folder, stop.Token));
        cloud.Server.Faults.Clear();
    }

    /// <summary>A second run has nothing to send.</summary>
    private static async Task RequireNothingMoreAsync(CloudFixture cloud)
    {
        cloud.Server.Faults.Clear();
        cloud.Server.Calls.Clear();
        Assert.Empty(await cloud.UploadAsync());
        Assert.DoesNotContain(cloud.Server.Calls.All, call => call.Method is not ("GET" or "HEAD"));
    }
}
