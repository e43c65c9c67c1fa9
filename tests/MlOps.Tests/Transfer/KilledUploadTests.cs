using MlOps.StandIn.Storage;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>Processes that send, and are killed at any time.</summary>
public sealed class KilledUploadTests : IDisposable
{
    private const int MostSmall = 30_000;
    private const int Small = 90;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly Random _random = new(6);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_to_S3_is_there_once_and_right_in_the_end()
    {
        WriteFiles(("large", (60 << 20) + 77), ("larger", (37 << 20) + 5));
        const int parts = 4 + 3;
        await RunAsync(StoreKind.S3, seed: 3, (server, killed) =>
        {
            // A process that is killed when a part has arrived and it does not know it yet sends that part again.
            Assert.InRange(Arrived(server, "UploadPart"), parts, parts + killed);
            Assert.InRange(Arrived(server, "PutObject"), Small, Small + (8 * killed));
            Assert.Equal(2, Arrived(server, "CompleteMultipartUpload"));
        });
    }

    [Fact]
    public async Task What_is_sent_to_Cloud_Storage_is_there_once_and_right_in_the_end()
    {
        WriteFiles(("large", (67 << 20) + 77), ("larger", (37 << 20) + 5));
        const int sessions = 3 + 1;
        var (needed, begun, kills) = (0, 0, 0);
        await RunAsync(StoreKind.CloudStorage, seed: 4, (server, killed) =>
        {
            Assert.InRange(Arrived(server, "objects.insertMultipart"), Small, Small + (8 * killed));
            Assert.Equal(1, Arrived(server, "objects.compose"));
            (needed, begun, kills) = (needed + sessions, begun + Arrived(server, "objects.insertResumable"), kills + killed);
        });

        // A session that was begun is gone on with, unless its process was killed before it noted the address.
        Assert.InRange(begun, needed, needed + (kills * sessions / 2));
    }

    public void Dispose() => _folder.Dispose();

    private static int Arrived(StorageServer server, string operation) => server.Calls.All.Count(call => call.Operation == operation && call.Status == 200);

    private void WriteFiles(params (string Name, int Size)[] large)
    {
        foreach (var (name, size) in Enumerable.Range(0, Small).Select(i => ($"d{i % 9}/f{i}", 1 + _random.Next(MostSmall))).Concat(large))
        {
            _contents[name] = new byte[size];
            _random.NextBytes(_contents[name]);
            var path = _folder.File(Path.Combine("from", name), "");
            File.WriteAllBytes(path, _contents[name]);
        }
    }

    private async Task RunAsync(StoreKind kind, int seed, Action<StorageServer, int> require)
    {
        var table = new ObjectTable();
        var bucket = table.AddBucket("training");
        await using var server = await StorageServer.StartAsync(table, new() { BytesPerSecond = 160 << 20 }, cancellation: Stop);
        var (scheme, home) = (kind == StoreKind.S3 ? "s3" : "gs", _folder.File("home"));
        var loop = new KillLoop(Start, seed);
        await loop.RunAsync(kills: kind == StoreKind.S3 ? 13 : 12, async (round, killed, said) =>
        {
            Assert.EndsWith(" 0 failed", said[^1], StringComparison.Ordinal);
            Assert.Equal(_contents.Keys.Select(name => $"{round}/{name}").Order(StringComparer.Ordinal), bucket.Objects.Select(one => one.Key).Order(StringComparer.Ordinal));
            Assert.All(_contents, one => Assert.True(one.Value.AsSpan().SequenceEqual(bucket.Find($"{round}/{one.Key}")!.Content.ToArray()), $"{one.Key} is another content."));
            require(server, killed);

            using var http = new HttpClient();
            Assert.DoesNotContain("<Upload>", await http.GetStringAsync($"{server.Url}/training?uploads", Stop), StringComparison.Ordinal);

            server.Calls.Clear();
            using var again = Start(round);
            Assert.Equal($"0 transferred, {_contents.Count} unchanged, 0 failed", (await again.EndAsync())[^1]);
            Assert.DoesNotContain(server.Calls.All, call => call.Method is not ("GET" or "HEAD"));
            server.Calls.Clear();
            foreach (var one in bucket.Objects)
            {
                bucket.Delete(one.Key);
            }
        });

        TransferProcess Start(int round) => TransferProcess.Start(server.Url, home, ["send", _folder.File("from"), $"{scheme}://training/{round}"]);
    }
}
