using MlOps.StandIn.Storage;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

/// <summary>What a later run makes of an upload that an earlier one did not finish.</summary>
public class ResumeTests
{
    private const int Block = 256 << 10;
    private const int Middle = (20 << 20) + 12_345;
    private const int Large = (70 << 20) + 12_345;

    [Fact]
    public async Task A_session_is_gone_on_with_at_the_byte()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        await Kill(gcs, content, part: 0, at: 7_000_000);

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal(7_000_000 / Block * Block, writer.Done(0));
        Assert.Equal([7_000_000 / Block * Block, (Middle - 1) / Block * Block], await Finish(writer, content));
        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(1, gcs.Server.Calls.Count("objects.insertResumable"));
        Assert.Empty(Directory.EnumerateFiles(gcs.NotesFolder));
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task A_session_of_which_the_last_bytes_alone_lack_asks_for_these()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        await using (var first = await gcs.Store.WriteAsync(Target("a", content), Stop))
        {
            await WriteParts(first, content);
        }

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal((Middle - 1) / Block * Block, writer.Done(0));
        Assert.Equal([(Middle - 1) / Block * Block], await Finish(writer, content));
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Fact]
    public async Task Parts_that_are_there_are_not_sent_again_and_begun_ones_are_gone_on_with()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        await using (var first = await gcs.Store.WriteAsync(Target("a", content), Stop))
        {
            await first.WriteAsync(1, Open(content, first.Parts[1]), Stop);
        }

        await Kill(gcs, content, part: 2, at: 3_000_000);
        gcs.Server.Calls.Clear();

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal([0, writer.Parts[1].Length, 3_000_000 / Block * Block], writer.Parts.Select((_, i) => writer.Done(i)));
        Assert.Equal([0, 3_000_000 / Block * Block], (await Finish(writer, content)).Order());
        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(["a"], gcs.Keys());
        Assert.Equal(1, gcs.Server.Calls.Count("objects.insertResumable"));
        Assert.Empty(Directory.EnumerateFiles(gcs.NotesFolder));
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task Runs_that_end_at_any_byte_come_to_the_object_in_the_end()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        var random = new Random(11);
        for (var run = 0; run < 12; run++)
        {
            await Kill(gcs, content, part: run % 3, at: random.Next(1, 10_000_000));
        }

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await Finish(writer, content);

        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(["a"], gcs.Keys());
        Assert.Equal(3, gcs.Server.Calls.Count("objects.insertResumable"));
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task Other_content_begins_anew(int size)
    {
        await using var gcs = await Serve();
        await Kill(gcs, Bytes(size), part: 0, at: 7_000_000);
        var other = Bytes(size + 1);

        await using var writer = await gcs.Store.WriteAsync(Target("a", other), Stop);

        Assert.Equal(0, writer.Done(0));
        await Finish(writer, other);
        Assert.Equal(other, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Middle, 404)]
    [InlineData(Middle, 410)]
    [InlineData(Middle, 499)]
    [InlineData(Middle, 400)]
    [InlineData(Large, 410)]
    public async Task A_session_that_the_service_has_forgotten_begins_anew(int size, int status)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await Kill(gcs, content, part: 0, at: 7_000_000);
        gcs.Server.Faults.AddStatus("objects.resume", status, times: 1);

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal(0, writer.Done(0));
        await Finish(writer, content);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task A_session_that_is_forgotten_in_the_middle_begins_anew(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = "objects.resume", At = 5_000_000 });
        await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, Open(content, writer.Parts[0]), Stop));
        gcs.Server.Faults.AddStatus("objects.resume", 410, times: 1);

        await Finish(writer, content);

        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(writer.Parts.Count + 1, gcs.Server.Calls.Count("objects.insertResumable"));
    }

    [Fact]
    public async Task A_session_that_is_forgotten_before_its_last_bytes_is_said_to_be_written_again()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await WriteParts(writer, content);
        gcs.Server.Faults.AddStatus("objects.resume", 404, times: 1);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.CompleteAsync(Sum(content), Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Equal(0, writer.Done(0));
        Assert.Empty(gcs.Keys());
        await Finish(writer, content);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task What_came_to_its_end_and_was_deleted_since_is_written_again(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using (var first = await gcs.Store.WriteAsync(Target("a", content), Stop))
        {
            await WriteParts(first, content);
            var note = Assert.Single(Directory.EnumerateFiles(gcs.NotesFolder));
            var text = await File.ReadAllTextAsync(note, Stop);
            await first.CompleteAsync(Sum(content), Stop);

            // As when the process is killed before it forgets the upload.
            await File.WriteAllTextAsync(note, text, Stop);
        }

        Assert.True(gcs.Table.Find(Bucket)!.Delete("a"));
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal(0, writer.Done(0));
        await Finish(writer, content);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Fact]
    public async Task What_came_to_its_end_and_is_still_there_is_done()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        StoredObject stored;
        await using (var first = await gcs.Store.WriteAsync(Target("a", content), Stop))
        {
            await WriteParts(first, content);
            var note = Assert.Single(Directory.EnumerateFiles(gcs.NotesFolder));
            var text = await File.ReadAllTextAsync(note, Stop);
            stored = await first.CompleteAsync(Sum(content), Stop);
            await File.WriteAllTextAsync(note, text, Stop);
        }

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Equal(Middle, writer.Done(0));
        Assert.Empty(await Finish(writer, content));
        Assert.Equal(stored.Version, (await gcs.Describe("a")).Version);
        Assert.Empty(Directory.EnumerateFiles(gcs.NotesFolder));
    }

    [Theory]
    [InlineData(Middle, "")]
    [InlineData(Middle, "{")]
    [InlineData(Middle, "null")]
    [InlineData(Middle, "[]")]
    [InlineData(Middle, """{"partSize":1,"sessions":["http://127.0.0.1/upload?upload_id=A"]}""")]
    [InlineData(Middle, """{"partSize":20983865,"sessions":["https://elsewhere.example/upload?upload_id=A"]}""")]
    [InlineData(Large, """{"partSize":20983865}""")]
    [InlineData(Large, """{"id":"0123456789abcdef0123456789abcdef","partSize":24641536,"sessions":[null,"nonsense","https://elsewhere.example/upload?upload_id=A"]}""")]
    public async Task A_note_that_means_nothing_is_no_note(int size, string note)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        new TransferNotes(gcs.NotesFolder).Write(Target("a", content), note);

        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);

        Assert.Empty(gcs.Server.Calls.All);
        Assert.Equal(0, writer.Done(0));
        await Finish(writer, content);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Fact]
    public async Task Where_no_note_can_be_written_the_upload_succeeds_all_the_same()
    {
        await using var gcs = await Serve();
        await File.WriteAllTextAsync(gcs.NotesFolder, "a file where a folder should be", Stop);

        await gcs.Write("a", Bytes(Middle));
        await gcs.Write("b", Bytes(Large));

        Assert.Equal(Bytes(Middle), gcs.Stored("a"));
        Assert.Equal(Bytes(Large), gcs.Stored("b"));
    }

    [Fact]
    public async Task A_note_is_readable_by_its_owner_only()
    {
        await using var gcs = await Serve();
        await Kill(gcs, Bytes(Middle), part: 0, at: 1_000_000);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(gcs.NotesFolder));
    }

    /// <summary>A run that ends in the middle of a part, without a word.</summary>
    private static async Task Kill(GcsFixture gcs, byte[] content, int part, int at)
    {
        var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = "objects.resume", At = at });
        try
        {
            await writer.WriteAsync(part, Open(content, writer.Parts[part]), Stop);
        }
        catch (MlOpsException)
        {
            // Cut, if there was so much to be sent.
        }

        gcs.Server.Faults.Clear();
    }

    /// <summary>Writes what is missing, and says from where on.</summary>
    private static async Task<List<long>> Finish(IObjectWriter writer, byte[] content)
    {
        var opened = new List<long>();
        await Task.WhenAll(writer.Parts.Select((part, i) => writer.WriteAsync(
            i,
            (offset, stop) =>
            {
                lock (opened)
                {
                    opened.Add(offset);
                }

                return Open(content, part)(offset, stop);
            },
            Stop)));
        await writer.CompleteAsync(Sum(content), Stop);
        return opened;
    }
}
