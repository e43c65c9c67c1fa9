using System.Security.Cryptography;
using MlOps.Tests.Files;

namespace MlOps.Tests.Sources;

public sealed class SourceDigestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Written out: an address that changes with a version of the module would ship everything again.
    [Fact]
    public async Task The_address_is_made_of_path_size_executable_bit_and_content()
    {
        var file = Write("a", "abc") with { RelativePath = "b/é" };
        byte[] expected = SHA256.HashData([0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, .. "b/é"u8, .. SHA256.HashData("abc"u8)]);
        Assert.Equal(Convert.ToHexStringLower(expected.AsSpan(0, 20)), await Compute(file));
        Assert.Equal("da39a3ee5e6b4b0d3255bfef95601890afd80709".Length, (await Compute()).Length);
    }

    [Fact]
    public async Task It_changes_with_whatever_makes_a_difference_and_with_nothing_else()
    {
        var a = Write("a", "abc");
        var b = Write("b", new string('b', 300_000));
        var address = await Compute(a, b);
        Assert.Equal(address, await Compute(a with { FullPath = Write("elsewhere", "abc").FullPath, LastWriteTimeUtc = File.GetLastWriteTimeUtc(_folder["elsewhere"]) }, b));

        string[] others =
        [
            await Compute(),
            await Compute(a),
            await Compute(b, a),
            await Compute(a with { RelativePath = "c" }, b),
            await Compute(a with { IsExecutable = true }, b),
            await Compute(a with { RelativePath = "b" }, b with { RelativePath = "a" }),
            await Compute(Write("c", "abd") with { RelativePath = "a" }, b),
            await Compute(Write("d", "abcd") with { RelativePath = "a" }, b),
        ];
        Assert.Equal(others.Length + 1, others.Append(address).Distinct().Count());
    }

    [Fact]
    public async Task Many_files_keep_their_order()
    {
        var files = Enumerable.Range(0, 500).Select(i => Write($"f{i}", $"content {i}")).ToArray();
        var address = await Compute(files);
        Assert.Equal(address, await Compute(files));
        (files[10], files[11]) = (files[11], files[10]);
        Assert.NotEqual(address, await Compute(files));
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_listed_is_an_error()
    {
        var file = Write("a", "abc");
        File.Delete(_folder["a"]);
        Assert.Equal(ErrorCode.NotFound, await CodeOf(file));
        Assert.Equal(ErrorCode.NotFound, await CodeOf(file with { FullPath = _folder["no", "folder"] }));

        Assert.Equal(ErrorCode.Conflict, await CodeOf(Write("a", "abc") with { Size = 2 }));
        Assert.Equal(ErrorCode.Conflict, await CodeOf(Write("a", "abc") with { LastWriteTimeUtc = DateTime.UnixEpoch }));

        async Task<ErrorCode> CodeOf(SourceFile changed) => (await Assert.ThrowsAsync<MlOpsException>(() => Compute(changed))).Code;
    }

    [Fact]
    public async Task It_can_be_ended()
    {
        using var end = new CancellationTokenSource();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SourceDigest.ComputeAsync([Write("a", "abc")], null, end.Token));
    }

    private static Task<string> Compute(params SourceFile[] files) => SourceDigest.ComputeAsync(files, null, TestContext.Current.CancellationToken);

    private SourceFile Write(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return SourceFile.Of(_folder[name]);
    }
}
