using MlOps.Tests.Support;

namespace MlOps.Tests.Settings;

public sealed class SavedContextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => _folder.File("deep/context.json");

    [Fact]
    public async Task What_is_saved_is_read_whatever_the_case_of_the_name()
    {
        await Save(("VertexProject", "my-project"), ("SageMakerRegion", "eu-central-1"));
        await Save(("vertexproject", "other-project"), ("SageMakerRegion", null));

        var values = SavedContext.Read(File);
        Assert.Equal("other-project", Assert.Single(values).Value);
        Assert.Equal("other-project", values["VERTEXPROJECT"]);
    }

    [Fact]
    public async Task Shells_that_save_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Save(($"Setting{i}", "value")))));

        Assert.Equal(50, SavedContext.Read(File).Count);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File)!, "*.tmp"));
    }

    [Fact]
    public async Task Who_waits_for_another_shell_can_be_stopped()
    {
        using var other = await FileLock.AcquireAsync(File + ".lock", TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SavedContext.UpdateAsync(File, new Dictionary<string, string?> { ["A"] = "b" }, stop.Token));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"A": 1}""")]
    [InlineData("""{"A": null}""")]
    public async Task A_damaged_file_is_named_and_kept(string text)
    {
        _folder.File("deep/context.json", text);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => Save(("A", "b")));
        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_error_to_act_on()
    {
        _folder.File("deep", "a file where the folder should be");

        var error = await Assert.ThrowsAsync<MlOpsException>(() => Save(("A", "b")));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
    }

    private Task Save(params (string Name, string? Value)[] changes) =>
        SavedContext.UpdateAsync(File, changes.ToDictionary(change => change.Name, change => change.Value), TestContext.Current.CancellationToken);
}
