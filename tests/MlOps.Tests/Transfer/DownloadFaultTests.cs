using MlOps.StandIn.Storage;

namespace MlOps.Tests.Transfer;

/// <summary>What goes wrong while objects are fetched over real connections.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class DownloadFaultTests
{
    private const int Large = (33 << 20) + 12345;

    public static TheoryData<StoreKind> Kinds => [StoreKind.S3, StoreKind.CloudStorage];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Connections_that_are_reset_at_random_bytes_are_gone_on_with_at_the_byte(StoreKind kind, int seed)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind, seed: seed);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.Reset, Operation = cloud.Get, Times = 25, Probability = 0.6 });

        Assert.All(await cloud.DownloadAsync(), outcome => Assert.Null(outcome.Error));

        cloud.RequireFiles(contents);
        Assert.Equal(contents.Values.Sum(content => (long)content.Length), cloud.Moved);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Storms))]
    public async Task A_storm_of_refusals_is_waited_out(StoreKind kind, int status)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.StartStorm(status);

        Assert.All(await cloud.DownloadAsync(), outcome => Assert.Null(outcome.Error));

        cloud.RequireFiles(contents);
        Assert.Equal(contents.Values.Sum(content => (long)content.Length), cloud.Moved);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task An_answer_that_is_another_than_was_asked_for_is_not_taken(StoreKind kind, StorageFaultKind fault)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = fault, Operation = cloud.Get, Times = 9, Probability = 0.3 });
        cloud.Server.Faults.Add(new() { Kind = fault, Operation = cloud.Get, Key = "large", Times = 2 });

        Assert.All(await cloud.DownloadAsync(), outcome => Assert.Null(outcome.Error));

        cloud.RequireFiles(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_comes_damaged_once_is_fetched_again(StoreKind kind, StorageFaultKind damage, string key)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = damage, Operation = cloud.Get, Key = key });

        Assert.All(await cloud.DownloadAsync(), outcome => Assert.Null(outcome.Error));

        cloud.RequireFiles(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_always_comes_damaged_is_told_and_not_there(StoreKind kind, StorageFaultKind damage, string key)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = damage, Operation = cloud.Get, Key = key, Times = null });

        var failed = Assert.Single(await cloud.DownloadAsync(), outcome => !outcome.Succeeded);

        Assert.Equal((key, ErrorCode.Corrupt), (failed.Item.Name, failed.Error!.Code));
        Assert.Contains($"'{key}'", failed.Error.Message, StringComparison.Ordinal);
        contents.Remove(key);
        cloud.RequireFiles(contents);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_whose_ranges_are_never_looked_at_is_told_and_not_there(StoreKind kind)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.IgnoreRange, Operation = cloud.Get, Key = "large", Times = null });

        var failed = Assert.Single(await cloud.DownloadAsync(), outcome => !outcome.Succeeded);

        Assert.Equal(("large", ErrorCode.ProviderError), (failed.Item.Name, failed.Error!.Code));
        Assert.Contains("whole object", failed.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("large", cloud.Files);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task An_object_that_is_replaced_midway_comes_as_one_version(StoreKind kind, string key, int after)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.Replace, Operation = cloud.Get, Key = key, After = after });

        Assert.All(await cloud.DownloadAsync(), outcome => Assert.Null(outcome.Error));

        Assert.NotEqual(contents[key], cloud.Stored(key));
        contents[key] = cloud.Stored(key)!;
        cloud.RequireFiles(contents);
        await RequireNothingMoreAsync(cloud);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_that_is_replaced_all_the_time_is_told_and_not_there(StoreKind kind)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.Replace, Operation = cloud.Get, Key = "large", Times = null });

        var failed = Assert.Single(await cloud.DownloadAsync(), outcome => !outcome.Succeeded);

        Assert.Equal(("large", ErrorCode.Conflict), (failed.Item.Name, failed.Error!.Code));
        contents.Remove("large");
        cloud.RequireFiles(contents);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_object_that_is_deleted_midway_is_told_and_not_there(StoreKind kind)
    {
        await using var cloud = await CloudFixture.ServeAsync(kind);
        var contents = PutAll(cloud);
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.Delete, Operation = cloud.Get, Key = "large", After = 1 });
        cloud.Server.Faults.Add(new() { Kind = StorageFaultKind.Delete, Operation = cloud.Get, Key = "small/3" });

        var failed = (await cloud.DownloadAsync()).Where(outcome => !outcome.Succeeded).OrderBy(outcome => outcome.Item.Name, StringComparer.Ordinal).ToList();

        Assert.Equal([("large", ErrorCode.NotFound), ("small/3", ErrorCode.NotFound)], failed.Select(outcome => (outcome.Item.Name, outcome.Error!.Code)));
        contents.Remove("large");
        contents.Remove("small/3");
        cloud.RequireFiles(contents);
    }

    public static TheoryData<StoreKind, int> Seeds() => Each([1, 2, 3]);

    public static TheoryData<StoreKind, int> Storms() => Each([429, 500, 502, 503]);

    public static TheoryData<StoreKind, StorageFaultKind> WrongAnswers() =>
        Each([StorageFaultKind.OtherRange, StorageFaultKind.IgnoreRange, StorageFaultKind.LongLength, StorageFaultKind.ShortLength]);

    public static TheoryData<StoreKind, StorageFaultKind, string> Damages() => new(
        [.. from kind in Kinds
            from damage in new[] { (StorageFaultKind.Corrupt, "large"), (StorageFaultKind.Corrupt, "small/3"), (StorageFaultKind.FalseRange, "large") }
            select new TheoryDataRow<StoreKind, StorageFaultKind, string>(kind.Data, damage.Item1, damage.Item2)]);

    public static TheoryData<StoreKind, string, int> Places() => new(
        [.. from kind in Kinds from place in new[] { ("large", 0), ("large", 1), ("large", 2), ("small/3", 0) } select new TheoryDataRow<StoreKind, string, int>(kind.Data, place.Item1, place.Item2)]);

    private static TheoryData<StoreKind, T> Each<T>(T[] values) => new([.. from kind in Kinds from value in values select new TheoryDataRow<StoreKind, T>(kind.Data, value)]);

    /// <summary>A large object in several parts, small ones, and an empty one.</summary>
    private static Dictionary<string, byte[]> PutAll(CloudFixture cloud)
    {
        var contents = Enumerable.Range(0, 24).ToDictionary(i => $"small/{i}", i => cloud.Put($"small/{i}", 1000 + (i * 9000), i));
        contents["empty"] = cloud.Put("empty", 0);
        contents["large"] = cloud.Put("large", Large);
        return contents;
    }

    /// <summary>A second run has nothing to do, and finds that out by the list alone.</summary>
    private static async Task RequireNothingMoreAsync(CloudFixture cloud)
    {
        cloud.Server.Faults.Clear();
        cloud.Server.Calls.Clear();
        Assert.Empty(await cloud.DownloadAsync());
        Assert.Equal(0, cloud.Server.Calls.Count(cloud.Get));
    }
}
