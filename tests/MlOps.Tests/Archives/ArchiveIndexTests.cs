using MlOps.Tests.Files;

namespace MlOps.Tests.Archives;

public sealed class ArchiveIndexTests : IDisposable
{
    private static readonly StoredObject Archive = new() { Location = new("s3://", "bucket", "a/model.tar.gz"), Size = 1000, Version = "v1" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        using (var index = Open())
        {
            Assert.True(index is { IsWritable: true, IsComplete: false, Points: [] });
            Fill(index, members: 5);
            index.Complete(123_456);
        }

        using var read = Open();
        Assert.True(read is { IsComplete: true, IsCompressed: true, HasRules: false });
        Assert.Equal(123_456, read.Length);
        Assert.Equal(Members(5), read.Members());
        Assert.Equal([0, 1, 2, 3, 4], read.Points.Select(point => (int)point.Position / 1000));
        Assert.Equal(Members(5)[4] with { Crc = null }, read.Begun);
        foreach (var point in read.Points)
        {
            var loaded = read.Load(point);
            Assert.Equal((point.Position, point.CompressedBit, point.MemberPosition, point.MemberCrc), (loaded.Position, loaded.CompressedBit, loaded.MemberPosition, loaded.MemberCrc));
            Assert.Equal(Window((int)point.Position / 1000), loaded.Window.ToArray());
        }
    }

    [Fact]
    public void An_index_that_is_cut_anywhere_is_read_to_its_last_whole_record()
    {
        using (var index = Open())
        {
            Fill(index, members: 3);
            index.Complete(1);
        }

        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.index"));
        var bytes = File.ReadAllBytes(path);
        var (members, points) = (0, 0);
        for (var length = 0; length < bytes.Length; length += Math.Max(1, Math.Min(200, bytes.Length - length - 1)))
        {
            File.WriteAllBytes(path, bytes[..length]);
            using var index = Open();
            Assert.False(index.IsComplete);
            Assert.InRange(index.Points.Count, points, 3);
            var found = index.Members().ToList();
            Assert.InRange(found.Count, members, 3);
            Assert.Equal(Members(3).Take(found.Count), found);
            (members, points) = (found.Count, index.Points.Count);
        }

        Assert.Equal((3, 3), (members, points));
    }

    [Fact]
    public void A_flipped_bit_ends_it_and_is_never_believed()
    {
        using (var index = Open())
        {
            Fill(index, members: 2, windowSize: 100);
            index.Complete(1);
        }

        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.index"));
        var bytes = File.ReadAllBytes(path);
        for (var place = 0; place < bytes.Length; place++)
        {
            bytes[place] ^= (byte)(1 << (place % 8));
            File.WriteAllBytes(path, bytes);
            using (var index = Open())
            {
                Assert.False(index.IsComplete);
                var found = index.Members().ToList();
                Assert.Equal(Members(2).Take(found.Count), found);
                Assert.All(index.Points, point => Assert.Equal(Window((int)point.Position / 1000, 100), index.Load(point).Window.ToArray()));
            }

            bytes[place] ^= (byte)(1 << (place % 8));
        }
    }

    [Fact]
    public void It_is_gone_on_with_behind_a_point_and_what_came_after_is_forgotten()
    {
        using (var index = Open())
        {
            Fill(index, members: 5);
        }

        using (var index = Open())
        {
            Assert.Equal(5, index.Points.Count);
            index.GoOnAfter(index.Points[2]);
            Assert.Equal(3, index.Points.Count);
            index.Add(Members(9)[8]);
            index.Complete(77);
        }

        using var read = Open();
        Assert.True(read.IsComplete);
        Assert.Equal([.. Members(2), Members(9)[8]], read.Members());
        Assert.Equal(3, read.Points.Count);
    }

    [Theory]
    [InlineData("v2", 1000, "a/model.tar.gz")]
    [InlineData("v1", 1001, "a/model.tar.gz")]
    [InlineData("v1", 1000, "b/model.tar.gz")]
    public void An_index_of_another_version_or_archive_is_not_used(string version, long size, string key)
    {
        using (var index = Open())
        {
            Fill(index, members: 1);
            index.Complete(1);
        }

        var other = Archive with { Version = version, Size = size, Location = Archive.Location with { Key = key } };
        using (var index = new ArchiveIndexFolder(_folder.Path).Open(other)!)
        {
            Assert.False(index.IsComplete);
        }

        // Not even under its name.
        var own = Directory.GetFiles(_folder.Path, "*.index").Single(file => new FileInfo(file).Length > 0);
        using var renamed = new ArchiveIndex(own, other, writing: null);
        Assert.Empty(renamed.Members());
        Assert.True(renamed is { IsComplete: false, IsWritable: false, Points: [] });
    }

    [Fact]
    public void Only_one_at_a_time_writes_and_others_may_read_what_is_complete()
    {
        using var first = Open();
        Fill(first, members: 2);
        using (var second = Open())
        {
            Assert.True(second is { IsWritable: false, IsComplete: false });
        }

        first.Complete(5);
        using var third = Open();
        Assert.True(third is { IsWritable: false, IsComplete: true });
        Assert.Equal(Members(2), third.Members());
    }

    [Fact]
    public void It_is_readable_by_its_owner_only()
    {
        using var index = new ArchiveIndexFolder(_folder["new", "folder"]).Open(Archive)!;
        Fill(index, members: 1);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["new", "folder"]));
            Assert.All(Directory.GetFiles(_folder["new", "folder"], "*.index"), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public void It_does_not_grow_beyond_its_bounds_and_keeps_what_it_has()
    {
        using (var index = new ArchiveIndex(_folder["few"], Archive, new MemoryStream()) { MembersAllowed = 3 })
        {
            Fill(index, members: 5);
            index.Complete(1);
            Assert.False(index.IsWritable);
        }

        using (var index = new ArchiveIndex(_folder["short"], Archive, new MemoryStream()) { BytesAllowed = 100_000 })
        {
            Fill(index, members: 5);
            index.Complete(1);
            Assert.False(index.IsWritable);
        }

        using var few = new ArchiveIndex(_folder["few"], Archive, null);
        using var shorter = new ArchiveIndex(_folder["short"], Archive, null);
        Assert.All([few, shorter], index => Assert.False(index.IsComplete));
        Assert.Equal(Members(3), few.Members());
        Assert.Equal(3, shorter.Points.Count);
        Assert.InRange(new FileInfo(_folder["short"]).Length, 65_000, 100_000);
    }

    [Fact]
    public void The_ones_that_were_used_longest_ago_go_away()
    {
        var folder = new ArchiveIndexFolder(_folder.Path);
        for (var i = 0; i < ArchiveIndexFolder.MostFiles + 10; i++)
        {
            using var index = folder.Open(Archive with { Version = $"{i}" })!;
            Fill(index, members: 1, windowSize: 10);
            index.Complete(1);
        }

        var files = new DirectoryInfo(_folder.Path).GetFiles("*.index").OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; i < files.Count; i++)
        {
            files[i].LastWriteTimeUtc = DateTime.UtcNow.AddDays(-1 - i);
        }

        // To be used is to be young again.
        using (var used = Enumerable.Range(0, files.Count).Select(i => Archive with { Version = $"{i}" }).Select(archive => folder.Open(archive)!).First())
        {
            Assert.True(used.IsComplete);
        }

        folder.Trim();
        var left = new DirectoryInfo(_folder.Path).GetFiles("*.index").Select(file => file.Name).ToHashSet();
        Assert.Equal(ArchiveIndexFolder.MostFiles, left.Count);
        Assert.Single(left, name => new FileInfo(_folder[name]).LastWriteTimeUtc > DateTime.UtcNow.AddHours(-1));
        Assert.InRange(files.Take(ArchiveIndexFolder.MostFiles).Count(file => left.Contains(file.Name)), ArchiveIndexFolder.MostFiles - 1, ArchiveIndexFolder.MostFiles);
        Assert.Equal(left.Select(Path.GetFileNameWithoutExtension).Order(), Directory.GetFiles(_folder.Path, "*.lock").Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void One_that_is_being_written_stays()
    {
        var folder = new ArchiveIndexFolder(_folder.Path);
        using var index = folder.Open(Archive)!;
        Fill(index, members: 1);
        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.index"));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        for (var i = 0; i < ArchiveIndexFolder.MostFiles; i++)
        {
            File.WriteAllText(_folder[$"{i}.index"], "");
        }

        folder.Trim();
        Assert.True(File.Exists(path));
    }

    private static List<ArchiveMember> Members(int count) => [.. Enumerable.Range(0, count).Select(i => new ArchiveMember
    {
        Path = $"folder/größe-{i}",
        Size = 100 + i,
        LastModified = new DateTimeOffset(2026, 3, 1, 12, 0, i, TimeSpan.Zero).AddTicks(7),
        HeaderOffset = i * 1000,
        Offset = (i * 1000) + 512,
        Crc = i % 2 == 0 ? ulong.MaxValue - (ulong)i : null,
        Fault = i % 2 == 0 ? null : "it is a FIFO",
    })];

    private static byte[] Window(int i, int size = 32 << 10) => i % 2 == 0 ? GzipSample.Random(size, i) : GzipSample.Text(size);

    private static void Fill(ArchiveIndex index, int members, int windowSize = 32 << 10)
    {
        index.Begin(isCompressed: true);
        foreach (var (member, i) in Members(members).Select((member, i) => (member, i)))
        {
            var isWithin = i % 2 == 0;
            var point = new ArchivePoint
            {
                Position = (i * 1000) + (isWithin ? 600 : 0),
                CompressedBit = (i * 7777) + 3,
                MemberPosition = (i * 1000) + 600,
                MemberCrc = uint.MaxValue - (uint)i,
                Headers = isWithin ? -1 : i * 1000,
                Within = isWithin ? member.HeaderOffset : -1,
                ContentCrc = (ulong)i,
            };
            index.Add(point, Window(i, windowSize), isWithin ? member with { Crc = null } : null);
            index.Add(member);
        }
    }

    private ArchiveIndex Open() => new ArchiveIndexFolder(_folder.Path).Open(Archive)!;
}
