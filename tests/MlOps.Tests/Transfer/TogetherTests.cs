using MlOps.StandIn.Storage;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>Two processes that transfer the same to the same place at once.</summary>
public sealed class TogetherTests : IDisposable
{
    private const int Rounds = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(8);
    private readonly Dictionary<string, byte[]> _contents = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_that_fetch_never_make_a_wrong_file()
    {
        var table = new ObjectTable();
        foreach (var (name, content) in Contents(large: 33 << 20))
        {
            table.Put("training", name, content);
        }

        await using var server = await StorageServer.StartAsync(table, cancellation: Stop);
        for (var round = 0; round < Rounds; round++)
        {
            var to = _folder.File($"to-{round}");
            using var end = new CancellationTokenSource();
            var watching = WatchAsync(to, end.Token);

            await RunTwoAsync(server, "s3://training/", to);
            await end.CancelAsync();

            Assert.True(await watching > 0);
            using (var last = Start(server, "s3://training/", to))
            {
                Assert.EndsWith(" 0 failed", (await last.EndAsync())[^1], StringComparison.Ordinal);
            }

            Assert.Equal(_contents.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(to).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
            Assert.All(_contents.Keys, name => Assert.Equal("", Problem(Path.Combine(to, name))));
        }
    }

    [Theory]
    [InlineData(StoreKind.S3, 33 << 20)]
    [InlineData(StoreKind.CloudStorage, 33 << 20)]
    [InlineData(StoreKind.CloudStorage, 65 << 20)]
    public async Task Two_that_send_never_make_a_wrong_object_and_leave_nothing_begun(StoreKind kind, int large)
    {
        foreach (var (name, content) in Contents(large))
        {
            await File.WriteAllBytesAsync(_folder.File(Path.Combine("from", name), ""), content, Stop);
        }

        var table = new ObjectTable();
        var bucket = table.AddBucket("training");
        await using var server = await StorageServer.StartAsync(table, cancellation: Stop);
        for (var round = 0; round < Rounds; round++)
        {
            var to = $"{(kind == StoreKind.S3 ? "s3" : "gs")}://training/{round}";
            await RunTwoAsync(server, _folder.File("from"), to);
            using (var last = Start(server, _folder.File("from"), to))
            {
                Assert.EndsWith(" 0 failed", (await last.EndAsync())[^1], StringComparison.Ordinal);
            }

            Assert.Equal(_contents.Keys.Select(name => $"{round}/{name}").Order(StringComparer.Ordinal), bucket.Objects.Select(one => one.Key).Order(StringComparer.Ordinal));
            Assert.All(_contents, one => Assert.True(one.Value.AsSpan().SequenceEqual(bucket.Find($"{round}/{one.Key}")!.Content.ToArray()), one.Key));
            using var http = new HttpClient();
            Assert.DoesNotContain("<Upload>", await http.GetStringAsync($"{server.Url}/training?uploads", Stop), StringComparison.Ordinal);
            foreach (var one in bucket.Objects)
            {
                bucket.Delete(one.Key);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, byte[]> Contents(int large)
    {
        foreach (var (name, size) in Enumerable.Range(0, 80).Select(i => ($"f{i}", _random.Next(60_000))).Append(("large", large)))
        {
            _contents[name] = new byte[size];
            _random.NextBytes(_contents[name]);
        }

        return _contents;
    }

    private TransferProcess Start(StorageServer server, string from, string to) => TransferProcess.Start(server.Url, _folder.File("home"), ["send", from, to]);

    /// <summary>Both end well, or say of each file that the other one was at it.</summary>
    private async Task RunTwoAsync(StorageServer server, string from, string to)
    {
        using var one = Start(server, from, to);
        using var other = Start(server, from, to);
        foreach (var said in await Task.WhenAll(one.EndAsync(), other.EndAsync()))
        {
            Assert.All(said.Where(line => line.StartsWith("failed ", StringComparison.Ordinal)), line => Assert.Contains(": Conflict: ", line, StringComparison.Ordinal));
        }
    }

    /// <summary>Looks at all files that are there, again and again.</summary>
    /// <returns>How many it has seen.</returns>
    private async Task<int> WatchAsync(string folder, CancellationToken end)
    {
        var seen = 0;
        while (!end.IsCancellationRequested)
        {
            await Task.Yield();
            foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder).Where(path => Path.GetFileName(path)[0] != '.') : [])
            {
                Assert.Equal("", Problem(path));
                seen++;
            }
        }

        return seen;
    }

    private string Problem(string path)
    {
        // As any program reads it, without a look at the locks of this platform.
        using var file = RegularFile.TryOpen(path)!;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content.AsSpan().SequenceEqual(_contents[Path.GetFileName(path)]) ? "" : $"{path} is another content.";
    }
}
