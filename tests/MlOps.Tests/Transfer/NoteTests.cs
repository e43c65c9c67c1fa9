using MlOps.Tests.Support;

namespace MlOps.Tests.Transfer;

public sealed class NoteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TransferNotes Notes => new(_folder.File("notes"));

    [Theory]
    [InlineData("1")]
    [InlineData("s3://other/key\n2f\n638")]
    [InlineData("\n\n")]
    public void A_note_is_read_for_the_same_content_whatever_that_is_called(string identity)
    {
        Notes.Write(Target(identity), "the note");

        Assert.Equal("the note", Notes.Read(Target(identity)));
        Assert.Null(Notes.ReadOther(Target(identity)));
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("1", "1\n")]
    [InlineData("a\nb", "a")]
    [InlineData("a", "a\nb")]
    public void A_note_of_other_content_is_one_of_other_content(string identity, string other)
    {
        Notes.Write(Target(identity), "the note");

        Assert.Null(Notes.Read(Target(other)));
        Assert.Equal("the note", Notes.ReadOther(Target(other)));
    }

    [Fact]
    public void A_note_that_is_too_old_is_not_gone_on_with()
    {
        Notes.Write(Target("1"), "the note");
        File.SetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(_folder.File("notes"))), DateTime.UtcNow.AddDays(-8));

        Assert.Null(Notes.Read(Target("1")));
        Assert.Equal("the note", Notes.ReadOther(Target("1")));
    }

    [Fact]
    public void Where_no_note_can_be_written_there_is_none()
    {
        _folder.File("notes", "a file");

        Notes.TryWrite(Target("1"), "the note");
        Notes.TryRemove(Target("1"));

        Assert.Null(Notes.Read(Target("1")));
        Assert.Null(Notes.ReadOther(Target("1")));
    }

    public void Dispose() => _folder.Dispose();

    private static NewObject Target(string identity) => new() { Location = new("s3://", "bucket", "a key\nof two lines"), Size = 1, Identity = identity };
}
