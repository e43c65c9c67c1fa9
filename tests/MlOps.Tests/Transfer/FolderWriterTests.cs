using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

public sealed class FolderWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Path => _folder.File("a");

    [Fact]
    public async Task Of_several_who_write_the_same_file_again_and_again_none_ever_writes_into_the_one_in_place()
    {
        const int each = 800;
        var content = CloudFixture.Bytes(5000, 1);
        await WriteAsync(content);
        using var done = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(content, done.Token), Stop);

        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var count = 0;
                for (var i = 0; i < each; i++)
                {
                    count += await TryWriteAsync(content) ? 1 : 0;
                }

                return count;
            },
            Stop)));
        await done.CancelAsync();

        Assert.True(await watching > 0);
        Assert.True(written.Sum() > 0);
        Assert.Equal(["a"], Directory.EnumerateFiles(_folder.Path).Select(System.IO.Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes the file, unless somebody else is at it.</summary>
    private async Task<bool> TryWriteAsync(byte[] content)
    {
        try
        {
            await WriteAsync(content);
            return true;
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Conflict)
        {
            return false;
        }
    }

    private async Task WriteAsync(byte[] content)
    {
        var target = new NewObject { Location = FolderStore.At(_folder.Path) with { Key = "a" }, Size = content.Length, LastModified = DateTimeOffset.UnixEpoch, Identity = "1" };
        await using var writer = await new FolderStore().WriteAsync(target, Stop);
        await writer.WriteAsync(0, (offset, _) => Task.FromResult<Stream>(new MemoryStream(content, (int)offset, content.Length - (int)offset)), Stop);
        await writer.CompleteAsync(null, Stop);
    }

    private int Watch(byte[] content, CancellationToken end)
    {
        var seen = 0;
        var found = new byte[content.Length];
        while (!end.IsCancellationRequested)
        {
            using var file = RegularFile.TryOpen(Path)!;
            Assert.Equal(content.Length, RandomAccess.Read(file.SafeFileHandle, found, 0));
            Assert.True(content.AsSpan().SequenceEqual(found), "The file is another content.");
            seen++;
        }

        return seen;
    }
}
