using MlOps.Tests.Files;

namespace MlOps.Tests.Sources;

public sealed class ContentCacheTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    private string CacheFile => _folder["cache", "contents"];

    public void Dispose() => _folder.Dispose();

    // With the same size and time, another content shows that the file was not read.
    [Fact]
    public async Task A_file_of_the_same_size_and_time_is_not_read_again()
    {
        var file = Write("a", "old", s_longAgo);
        var address = await Compute(file);
        Write("a", "new", s_longAgo);
        Assert.Equal(address, await Compute(file));
        Assert.NotEqual(address, await SourceDigest.ComputeAsync([file], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_of_another_size_time_or_place_is_read()
    {
        var address = await Compute(Write("a", "old", s_longAgo));
        Assert.NotEqual(address, await Compute(Write("a", "new", s_longAgo.AddTicks(10))));
        Assert.NotEqual(address, await Compute(Write("a", "newer", s_longAgo)));
        Assert.NotEqual(address, await Compute(Write("b", "new", s_longAgo) with { RelativePath = "a" }));
    }

    // A clock may tick once for two contents.
    [Fact]
    public async Task A_file_that_was_written_just_now_or_later_is_read_again()
    {
        foreach (var time in new[] { DateTime.UtcNow, DateTime.UtcNow.AddDays(1) })
        {
            var file = Write("a", "old", time);
            var address = await Compute(file);
            Write("a", "new", file.LastWriteTimeUtc);
            Assert.NotEqual(address, await Compute(file));
        }

        Assert.False(File.Exists(CacheFile));
    }

    [Fact]
    public void Two_seconds_are_old_enough()
    {
        var file = Write("a", "old", s_longAgo);
        var cache = ContentCache.Open(_folder["cache"]);
        cache.Add(file, s_longAgo.AddSeconds(2), new byte[32]);
        Assert.Null(cache.Find(file));
        cache.Add(file, s_longAgo.AddSeconds(2).AddTicks(1), new byte[32]);
        Assert.Equal(new byte[32], cache.Find(file));
    }

    [Fact]
    public async Task Damaged_lines_are_as_if_they_were_not_there()
    {
        var files = Enumerable.Range(0, 4).Select(i => Write($"f{i}", $"old {i}", s_longAgo)).ToArray();
        await Compute(files);
        var lines = await File.ReadAllLinesAsync(CacheFile, TestContext.Current.CancellationToken);
        Assert.Equal(4, lines.Length);
        var changed = lines[1].Replace('0', '1');
        Assert.NotEqual(lines[1], changed);
        await File.WriteAllTextAsync(CacheFile, $"{lines[0]}\n{changed}\n\n \n\0\u00e9{lines[2]}\n{lines[3][..^1]}", TestContext.Current.CancellationToken);

        var cache = ContentCache.Open(_folder["cache"]);
        Assert.Single(files, file => cache.Find(file) is not null);

        // What is appended after a line without an end is whole.
        await Compute(files);
        var after = ContentCache.Open(_folder["cache"]);
        Assert.All(files, file => Assert.NotNull(after.Find(file)));
    }

    [Fact]
    public async Task Several_at_once_lose_nothing()
    {
        var files = Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 20).Select(j => Write($"f{i}-{j}", $"{i} {j}", s_longAgo)).ToArray()).ToArray();
        await Task.WhenAll(files.Select(each => Task.Run(() => Compute(each), TestContext.Current.CancellationToken)));
        var cache = ContentCache.Open(_folder["cache"]);
        Assert.All(files.SelectMany(each => each), file => Assert.NotNull(cache.Find(file)));
    }

    [Fact]
    public async Task It_stays_below_its_limit_and_keeps_what_is_new()
    {
        const int limit = 4096;
        var files = Enumerable.Range(0, 200).Select(i => Write($"f{i}", $"{i}", s_longAgo)).ToArray();
        foreach (var file in files)
        {
            var cache = ContentCache.Open(_folder["cache"], limit);
            cache.Add(file, DateTime.UtcNow, new byte[32]);
            await cache.SaveAsync();
            Assert.InRange(new FileInfo(CacheFile).Length, 1, limit);
        }

        var kept = ContentCache.Open(_folder["cache"], limit);
        Assert.NotNull(kept.Find(files[^1]));
        Assert.NotNull(kept.Find(files[^10]));
        Assert.Null(kept.Find(files[0]));
    }

    [Fact]
    public async Task What_was_only_used_outlives_what_is_old()
    {
        const int limit = 4096;
        var files = Enumerable.Range(0, 100).Select(i => Write($"f{i}", $"{i}", s_longAgo)).ToArray();
        var first = ContentCache.Open(_folder["cache"], limit);
        first.Add(files[0], DateTime.UtcNow, new byte[32]);
        await first.SaveAsync();
        foreach (var file in files[1..])
        {
            var cache = ContentCache.Open(_folder["cache"], limit);
            Assert.NotNull(cache.Find(files[0]));
            cache.Add(file, DateTime.UtcNow, new byte[32]);
            await cache.SaveAsync();
        }
    }

    [Fact]
    public async Task A_cache_that_cannot_be_is_no_error()
    {
        var file = Write("a", "abc", s_longAgo);
        var address = await Compute(file);
        File.WriteAllText(_folder["file"], "");
        Assert.Equal(address, await SourceDigest.ComputeAsync([file], ContentCache.Open(_folder["file", "cache"]), TestContext.Current.CancellationToken));
    }

    private Task<string> Compute(params SourceFile[] files) => SourceDigest.ComputeAsync(files, ContentCache.Open(_folder["cache"]), TestContext.Current.CancellationToken);

    private SourceFile Write(string name, string content, DateTime time)
    {
        File.WriteAllText(_folder[name], content);
        File.SetLastWriteTimeUtc(_folder[name], time);
        return SourceFile.Of(_folder[name]);
    }
}
