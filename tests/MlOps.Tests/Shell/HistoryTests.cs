using MlOps.Shell.Interactive;
using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("sub/history");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_session_knows_the_lines_of_this_one()
    {
        var history = Open();
        history.Add("one");
        history.Add("one");
        history.Add("if ($true) {\n  `two\n}");
        history.Add("   ");
        Assert.Equal(["one", "if ($true) {\n  `two\n}"], Open().Entries);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void Only_the_newest_thousand_are_kept()
    {
        var history = Open();
        for (var i = 0; i < 2500; i++)
        {
            history.Add($"line {i}");
        }

        Assert.Equal(1000, history.Entries.Count);
        var next = Open();
        Assert.Equal((1000, "line 1500", "line 2499"), (next.Entries.Count, next.Entries[0], next.Entries[^1]));
        Assert.Equal(1000, File.ReadAllLines(FilePath).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Theory]
    [InlineData("$password = 'x'")]
    [InlineData("curl -H 'Authorization: Bearer abc'")]
    [InlineData("$env:WANDB_API_KEY = 'abc'")]
    [InlineData("Set-Thing AKIAIOSFODNN7EXAMPLE")]
    [InlineData("--hf-token hf_abc")]
    [InlineData("$env:AWS_SECRET_ACCESS_KEY='x'")]
    public void A_line_with_a_secret_stays_in_memory(string line)
    {
        var history = Open();
        history.Add(line);
        Assert.Equal([line], history.Entries);
        Assert.False(File.Exists(FilePath));
    }

    [Theory]
    [InlineData("Start-MlTrainingJob -Hyperparameter @{ tokenizer = 'bpe'; max_tokens = 512 }")]
    [InlineData("Get-MlJob *keypoints*")]
    public void Everyday_words_are_no_secrets(string line)
    {
        Open().Add(line);
        Assert.Equal([line], Open().Entries);
    }

    [Fact]
    public void Without_a_place_for_it_the_session_works_all_the_same()
    {
        var history = new History(new HistoryFile("/proc/nope/history"));
        history.Add("one");
        Assert.Equal(["one"], history.Entries);
    }

    private History Open() => new(new HistoryFile(Path.Combine(_folder.Path, "sub", "history")));
}
