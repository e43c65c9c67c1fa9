using System.Formats.Tar;
using MlOps.StandIn.Storage;
using MlOps.Tests.Archives;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>Processes that fetch, and are killed at any time.</summary>
public sealed class KilledDownloadTests : IDisposable
{
    private const int Large = (40 << 20) + 77;
    private const int MostSmall = 30_000;

    // What is on its way when a process is killed comes twice: some small files, and what connections hold of large ones.
    private const long LostByKill = (64 * MostSmall) + (4 << 20);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_fetched_is_there_once_and_right_in_the_end()
    {
        var table = new ObjectTable();
        var contents = Enumerable.Range(0, 200).ToDictionary(i => $"d{i % 9}/f{i}", _ => Bytes(_random.Next(MostSmall)));
        contents["empty"] = [];
        contents["large"] = Bytes(Large);
        foreach (var (key, content) in contents)
        {
            table.Put("training", key, content);
        }

        var size = contents.Values.Sum(content => (long)content.Length);
        await using var server = await StorageServer.StartAsync(table, new() { BytesPerSecond = 80 << 20 }, cancellation: Stop);
        var loop = new KillLoop(round => TransferProcess.Start(server.Url, _folder.File("home"), ["send", "s3://training/", To(round)]), seed: 1);
        await loop.RunAsync(kills: 13, async (round, killed, said) =>
        {
            Assert.EndsWith(" 0 failed", said[^1], StringComparison.Ordinal);
            RequireFiles(To(round), contents);
            Assert.All(contents.Keys, key => Assert.Equal(table.Find("training", key)!.LastModified.ToUnixTimeSeconds(), new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(To(round), key))).ToUnixTimeSeconds()));
            Assert.InRange(server.Calls.BytesSent - Listed(server), size, size + (killed * LostByKill));
            await RequireNothingMoreAsync(server, round, contents.Count, "send", "s3://training/");
        });
    }

    [Fact]
    public async Task What_is_unpacked_is_there_once_and_right_in_the_end()
    {
        // What is fetched ahead of the last restart point comes twice: ranges that are on their way, and a member that no point is in.
        const long lostByKill = 32 << 20;
        var begunAt = new List<long>();
        var members = Enumerable.Range(0, 240).ToDictionary(i => $"m{i % 5}/member-{i}", _ => Bytes(_random.Next(MostSmall)));
        for (var i = 0; i < 20; i++)
        {
            members[$"weights-{i}"] = Bytes(3 << 20);
        }

        var packed = GzipSample.Compress(TarBytes.Of(TarEntryFormat.Pax, [.. members.OrderBy(_ => _random.Next()).Select(member => (member.Key, member.Value))]));
        var table = new ObjectTable();
        table.Put("training", "model.tar.gz", packed);
        await using var server = await StorageServer.StartAsync(table, new() { BytesPerSecond = 80 << 20 }, cancellation: Stop);
        var loop = new KillLoop(round => TransferProcess.Start(server.Url, _folder.File($"home-{round}"), ["unpack", "s3://training/model.tar.gz", To(round)]), seed: 2);
        await loop.RunAsync(kills: 12, async (round, killed, said) =>
        {
            Assert.EndsWith(" 0 failed", said[^1], StringComparison.Ordinal);
            RequireFiles(To(round), members);
            Assert.InRange(server.Calls.BytesSent, packed.Length, packed.Length + (killed * lostByKill));
            begunAt.AddRange(FirstBytes(server));
            await RequireNothingMoreAsync(server, round, members.Count, "unpack", "s3://training/model.tar.gz");
        });
        Assert.Contains(begunAt, first => first > packed.Length / 4);
    }

    public void Dispose() => _folder.Dispose();

    private string To(int round) => _folder.File($"to-{round}");

    private byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Where each process has begun to read, after it had asked what there is.</summary>
    private static IEnumerable<long> FirstBytes(StorageServer server)
    {
        var isFirst = false;
        foreach (var call in server.Calls.All)
        {
            if (call.Operation == "GetObject" && isFirst)
            {
                yield return call.Range is { } range ? long.Parse(range["bytes=".Length..range.IndexOf('-', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture) : 0;
            }

            isFirst = call.Operation == "HeadObject";
        }
    }

    private static long Listed(StorageServer server) => server.Calls.BytesOf("training", "");

    private static void RequireFiles(string folder, Dictionary<string, byte[]> expected)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal));
        Assert.All(expected, one => Assert.True(one.Value.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, one.Key))), $"{one.Key} is another content."));
    }

    /// <summary>Another run has nothing to do, and the next round begins with nothing served.</summary>
    private async Task RequireNothingMoreAsync(StorageServer server, int round, int count, params string[] work)
    {
        server.Calls.Clear();
        using var again = TransferProcess.Start(server.Url, _folder.File(work[0] == "send" ? "home" : $"home-{round}"), [.. work, To(round)]);
        Assert.Equal($"0 transferred, {count} unchanged, 0 failed", (await again.EndAsync())[^1]);
        Assert.Equal(0, server.Calls.Count("GetObject"));
        server.Calls.Clear();
        Directory.Delete(To(round), recursive: true);
    }
}
