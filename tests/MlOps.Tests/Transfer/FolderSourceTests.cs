namespace MlOps.Tests.Transfer;

/// <summary>What a folder has to send, when it is asked for file by file.</summary>
public sealed class FolderSourceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mlops-source-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_is_the_file_that_it_leads_to_where_links_are_followed_and_no_file_elsewhere()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "file"), "content", Stop);
        File.CreateSymbolicLink(Path.Combine(_root, "first"), "second");
        File.CreateSymbolicLink(Path.Combine(_root, "second"), "file");

        Assert.Equal(7, (await FindAsync("first", followsLinks: true))?.Size);
        Assert.Equal((await FindAsync("file", followsLinks: true))?.Version, (await FindAsync("first", followsLinks: true))?.Version);
        Assert.Null(await FindAsync("first", followsLinks: false));
    }

    [Fact]
    public async Task What_a_list_leaves_out_is_no_file_by_itself()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "broken"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(_root, "circle"), "circle");
        Directory.CreateSymbolicLink(Path.Combine(_root, "folder"), Directory.CreateDirectory(Path.Combine(_root, "real")).FullName);
        var left = new List<(string, string)>();

        Assert.Empty(await new FolderStore((path, reason) => left.Add((Path.GetFileName(path), reason))).ListAsync(FolderStore.At(_root), Stop).ToListAsync(Stop));

        Assert.Equal([("broken", "it is a link to nothing"), ("circle", "it is a link in a circle"), ("folder", "it is a link to a folder")], left);
        foreach (var name in (string[])["broken", "circle", "folder", "missing"])
        {
            Assert.Null(await FindAsync(name, followsLinks: true));
        }
    }

    [Fact]
    public async Task A_link_to_a_file_that_changes_meanwhile_is_sent_as_it_is_then()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "before", Stop);
        var link = Path.Combine(_root, "from", "link");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, file);
        var source = new FolderStore { FollowsLinks = true };
        var target = FolderStore.At(Path.Combine(_root, "to"));
        var listed = source.ListAsync(FolderStore.At(Path.GetDirectoryName(link)!), Stop).Select(found => ((IObjectStore)source, found, found.Location.Key));
        var items = await TransferPlan.ListAsync(listed, new FolderStore(), target, Stop).ToListAsync(Stop);
        await File.WriteAllTextAsync(file, "afterwards", Stop);

        var outcome = Assert.Single(await new TransferEngine(new TransferMeter(null), new QuickClock()).RunAsync(items.ToAsyncEnumerable(), Stop).ToListAsync(Stop));

        Assert.Null(outcome.Error);
        Assert.Equal("afterwards", await File.ReadAllTextAsync(Path.Combine(_root, "to", "link"), Stop));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Task<StoredObject?> FindAsync(string key, bool followsLinks) => new FolderStore { FollowsLinks = followsLinks }.DescribeAsync(FolderStore.At(_root) with { Key = key }, Stop);
}
