using MlOps.StandIn.Storage;
using MlOps.Tests.CommandLine;
using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

/// <summary>Folders that cannot take what is fetched.</summary>
public sealed class DestinationFaultTests : IDisposable
{
    private const int Large = (33 << 20) + 5;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_full_is_told_and_what_is_there_is_gone_on_with_when_it_has_room()
    {
        // A file system of a few megabytes, which needs no administrator where users may have name spaces of their own.
        string[] inside = ["unshare", "--user", "--map-root-user", "--mount"];
        Assert.SkipUnless(await SucceedsAsync([.. inside, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]), "This system lets nobody have a small file system of his own.");
        await using var server = await ServeAsync();
        var (to, kept) = (_folder.File("to"), _folder.File("kept"));
        Directory.CreateDirectory(to);
        var script = _folder.File("full.sh", $"""
            set -e
            mount -t tmpfs -o size=20m tmpfs '{to}'
            "$@" || echo "the first run ended with $?"
            ls -A '{to}'
            mount -o remount,size=60m '{to}'
            exec 3>&1
            "$@"
            cp -a '{to}' '{kept}'
            """);
        using var process = TransferProcess.Start(server.Url, _folder.File("home"), ["send", "s3://training/", to], [.. inside, "sh", script]);

        var said = await process.EndAsync();

        Assert.Contains(said, line => line.StartsWith("failed large: InvalidArgument: 'large' cannot be written", StringComparison.Ordinal) && line.Contains("No space left on device", StringComparison.Ordinal));
        Assert.Contains("40 transferred, 0 unchanged, 1 failed", said);
        Assert.Contains("the first run ended with 1", said);
        Assert.Contains(said, line => line.StartsWith(".large.", StringComparison.Ordinal));
        Assert.Equal("1 transferred, 40 unchanged, 0 failed", said[^1]);
        RequireFiles(kept, server);

        // What had found room was not fetched twice.
        Assert.InRange(server.Calls.BytesOf("training", "large"), Large, Large + (12 << 20));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_is_told_and_the_rest_comes()
    {
        // Who may do everything has to give that up first.
        string[] launcher = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [];
        Assert.SkipUnless(launcher.Length == 0 || await SucceedsAsync([.. launcher, "true"]), "There is no setpriv, and this process may write everywhere.");
        await using var server = await ServeAsync();
        server.Table.Put("training", "closed/a", CloudFixture.Bytes(1000, 1));
        server.Table.Put("training", "closed/b", CloudFixture.Bytes(Large, 2));
        var to = _folder.File("to");
        Directory.CreateDirectory(Path.Combine(to, "closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var process = TransferProcess.Start(server.Url, _folder.File("home"), ["send", "s3://training/", to], launcher);

        var said = await process.EndAsync();

        Assert.Equal("41 transferred, 0 unchanged, 2 failed", said[^1]);
        Assert.All(["closed/a", "closed/b"], name => Assert.Contains(said, line => line.StartsWith($"failed {name}: AccessDenied: '{name}' cannot be written", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(to, "closed")));
        server.Table.Find("training")!.Delete("closed/a");
        server.Table.Find("training")!.Delete("closed/b");
        Directory.Delete(Path.Combine(to, "closed"));
        RequireFiles(to, server);
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_to_is_replaced_as_a_whole()
    {
        await using var server = await ServeAsync();
        var to = _folder.File("to");
        var path = _folder.File(Path.Combine("to", "large"), "an earlier version");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        using var reader = File.OpenRead(path);
        using var process = TransferProcess.Start(server.Url, _folder.File("home"), ["send", "s3://training/", to]);

        Assert.Equal("41 transferred, 0 unchanged, 0 failed", (await process.EndAsync())[^1]);

        RequireFiles(to, server);
        using var text = new StreamReader(reader);
        Assert.Equal("an earlier version", await text.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task A_folder_and_a_file_in_each_others_places_are_told_and_the_rest_comes()
    {
        await using var server = await ServeAsync();
        server.Table.Put("training", "file/a", CloudFixture.Bytes(1000, 1));
        server.Table.Put("training", "folder", CloudFixture.Bytes(1000, 2));
        var to = _folder.File("to");
        _folder.File(Path.Combine("to", "file"), "in the place of a folder");
        _folder.File(Path.Combine("to", "folder", "b"), "in a folder in the place of a file");
        using var process = TransferProcess.Start(server.Url, _folder.File("home"), ["send", "s3://training/", to]);

        var said = await process.EndAsync();

        Assert.Equal("41 transferred, 0 unchanged, 2 failed", said[^1]);
        Assert.Contains(said, line => line.StartsWith("failed folder: Conflict: ", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("failed file/a: ", StringComparison.Ordinal) && line.Contains("cannot be written", StringComparison.Ordinal));
        Assert.Equal("in the place of a folder", await File.ReadAllTextAsync(Path.Combine(to, "file"), Stop));
        Assert.Equal(["b"], Directory.EnumerateFiles(Path.Combine(to, "folder")).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Small objects that come first, and a large one.</summary>
    private static async Task<StorageServer> ServeAsync()
    {
        var table = new ObjectTable();
        for (var i = 0; i < 40; i++)
        {
            table.Put("training", $"a{i}", CloudFixture.Bytes(1 + (i * 1000), i));
        }

        table.Put("training", "large", CloudFixture.Bytes(Large, 3));
        return await StorageServer.StartAsync(table, new() { BytesPerSecond = 80 << 20 }, cancellation: Stop);
    }

    private static async Task<bool> SucceedsAsync(string[] command)
    {
        if (!ExternalProcess.IsOnPath(command[0]))
        {
            return false;
        }

        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(Stop);
        return process.ExitCode == 0;
    }

    private static void RequireFiles(string folder, StorageServer server)
    {
        var objects = server.Table.Find("training")!.Objects;
        Assert.Equal(objects.Select(one => one.Key).Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal));
        Assert.All(objects, one => Assert.True(one.Content.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, one.Key))), $"{one.Key} is another content."));
        Assert.All(objects, one => Assert.Equal(one.LastModified.ToUnixTimeSeconds(), new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(folder, one.Key))).ToUnixTimeSeconds()));
    }
}
