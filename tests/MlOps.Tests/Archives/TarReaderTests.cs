using System.Formats.Tar;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static MlOps.Tests.Archives.TarBytes;

namespace MlOps.Tests.Archives;

public sealed class TarReaderTests
{
    private static readonly int[] Sizes = [0, 1, 511, 512, 513, 1024, 100_000];

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Every_format_is_read_in_pieces_of_any_size(TarEntryFormat format)
    {
        var files = Sizes.Select(size => ($"folder/file-{size}", Content(size))).ToArray();
        var archive = Of(format, files);
        foreach (var pieceSize in new[] { 1, 7, 512, 1000, archive.Length })
        {
            var findings = TarFindings.Of(archive, pieceSize);
            Assert.Equal(files, findings.Members.Select(found => (found.Member.Path, found.Content)));
            Assert.All(findings.Members, found =>
            {
                Assert.Equal(TarBytes.Time, found.Member.LastModified);
                Assert.Null(found.Member.Fault);
                Assert.Contains(found.Member.HeaderOffset, findings.HeaderPositions);
                Assert.Equal(found.Content, archive.AsSpan((int)found.Member.Offset, found.Content.Length));
            });
        }
    }

    [Theory]
    [InlineData(TarEntryFormat.Ustar, 40, 3)]
    [InlineData(TarEntryFormat.Pax, 120, 5)]
    [InlineData(TarEntryFormat.Gnu, 120, 5)]
    public void Long_and_foreign_names_are_read(TarEntryFormat format, int segment, int depth)
    {
        var name = string.Join('/', Enumerable.Repeat(new string('n', segment), depth)) + "/größe-模型-🧪";
        var name100 = new string('a', 100);
        var findings = TarFindings.Of(Of(format, (name, [1]), (name100, [2]), ("short", [3])));
        Assert.Equal([name, name100, "short"], findings.Members.Select(found => found.Member.Path));
    }

    [Property(MaxTest = 200)]
    public Property Any_tree_comes_back_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(NonEmptyString Name, byte[] Content)>().ArrayOf().ToArbitrary(),
        Gen.Choose(1, 2000).ToArbitrary(),
        (tree, pieceSize) =>
        {
            var files = tree.Select((file, i) => ($"{i}{new string([.. file.Name.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not '/')])}", file.Content)).ToArray();
            Assert.Equal(files, TarFindings.Of(Of(TarEntryFormat.Pax, files), pieceSize).Members.Select(found => (found.Member.Path, found.Content)));
        });

    [Fact]
    public void A_size_beyond_8_GiB_is_read_in_base_256_and_in_records()
    {
        const long Size = (9L << 30) + 5;
        foreach (var archive in new[] { Header("big", Size), [.. Pax(("size", $"{Size}")), .. Header("big", 3)] })
        {
            var sink = new TarFindingsOfHeaders();
            var reader = new TarReader(sink);
            reader.Read(archive);
            Assert.Equal(Size, Assert.Single(sink.Members).Size);
            Assert.Equal(archive.Length, sink.Members[0].Offset);
            Assert.Throws<MlOpsException>(reader.Finish);
        }
    }

    [Fact]
    public void Records_say_name_time_size_and_link_and_other_keys_do_not_matter()
    {
        var archive = new TarBytes()
            .Add(
                Pax(("comment", "a=b\nc"), ("path", "längerer/name=x"), ("mtime", "1350244992.0239601089999"), ("size", "3"), ("SCHILY.xattr.user", "\0\u0001"), ("path", "last/name")),
                Header("fallback", 77),
                Padded([1, 2, 3]))
            .Add(Pax(("linkpath", "some/where")), Header("link", type: '2', link: "other"))
            .Add(Pax(("mtime", "-1.5")), Header("old"))
            .Add(Pax(("mtime", "1e99")), Header("strange"))
            .Add(Header("plain"))
            .ToArray();
        var members = TarFindings.Of(archive).Members;
        Assert.Equal(["last/name", "link", "old", "strange", "plain"], members.Select(found => found.Member.Path));
        Assert.Equal([1, 2, 3], members[0].Content);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1350244992).AddTicks(239601), members[0].Member.LastModified);
        Assert.Equal("it is a symbolic link to 'some/where'", members[1].Member.Fault);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(-1.5), members[2].Member.LastModified);
        Assert.Equal(default, members[3].Member.LastModified);
        Assert.Equal(TarBytes.Time, members[4].Member.LastModified);
        Assert.Equal(0, members[0].Member.HeaderOffset);
        Assert.Equal(1536, members[0].Member.Offset);
    }

    [Fact]
    public void Records_for_all_hold_until_others_are_said()
    {
        var findings = TarFindings.Of(new TarBytes()
            .Add(Pax('g', ("comment", "of git"))).AddFile("a")
            .Add(Pax('g', ("mtime", "10"))).AddFile("b")
            .Add(Pax(("mtime", "20"))).AddFile("c")
            .Add(Pax('g', ("mtime", ""))).AddFile("d")
            .Add(Pax('g', ("comment", "at the end")))
            .ToArray());
        Assert.Equal([TarBytes.Time.ToUnixTimeSeconds(), 10, 20, TarBytes.Time.ToUnixTimeSeconds()], findings.Members.Select(found => found.Member.LastModified.ToUnixTimeSeconds()));
        Assert.Equal(2, findings.Rules);
        Assert.Equal(0, findings.Members[0].Member.HeaderOffset);
    }

    [Fact]
    public void Long_names_of_GNU_are_read_with_their_links()
    {
        var members = TarFindings.Of(new TarBytes()
            .Add(Long('K', "to/" + new string('k', 200) + "\0"), Long('L', new string('l', 200) + "\0rest"), Header("cut", type: '1', link: "cut"))
            .AddFile("next")
            .ToArray()).Members;
        Assert.Equal(new string('l', 200), members[0].Member.Path);
        Assert.Equal($"it is a hard link to 'to/{new string('k', 97)}…'", members[0].Member.Fault);
        Assert.Equal("next", members[1].Member.Path);
    }

    [Fact]
    public void What_GNU_and_star_have_in_the_place_of_the_prefix_is_no_name()
    {
        var members = TarFindings.Of(new TarBytes()
            .Add(Header("gnu", magic: "ustar  \0", change: block => Put(block, 345, "14000000000\014000000000")))
            .Add(Header("v7", magic: "", change: block => Put(block, 345, "prefix")))
            .Add(Header("ustar", change: block => Put(block, 345, new string('p', 155))))
            .Add(Header("star", change: block =>
            {
                Put(block, 345, new string('p', 131) + "14000000000 14000000000");
                Put(block, 508, "tar\0");
            }))
            .ToArray()).Members;
        Assert.Equal(["gnu", "v7", new string('p', 155) + "/ustar", new string('p', 131) + "/star"], members.Select(found => found.Member.Path));
    }

    [Theory]
    [InlineData('1', "it is a hard link to 'x/y'")]
    [InlineData('2', "it is a symbolic link to 'x/y'")]
    [InlineData('3', "it is a character device")]
    [InlineData('4', "it is a block device")]
    [InlineData('6', "it is a FIFO")]
    public void What_is_no_file_says_so_and_has_no_content_whatever_its_size(char type, string fault)
    {
        var members = TarFindings.Of(new TarBytes().Add(Header("odd", 5000, type, "x/y")).AddFile("next", "content").ToArray()).Members;
        Assert.Equal(fault, members[0].Member.Fault);
        Assert.Equal(0, members[0].Member.Size);
        Assert.Equal("content", Encoding.UTF8.GetString(members[1].Content));
    }

    [Fact]
    public void A_member_of_an_unknown_type_is_passed_over()
    {
        var members = TarFindings.Of(new TarBytes().Add(Header("odd", 600, 'Q'), Padded(new byte[600])).AddFile("next").Add(Header("seven", 1, '7'), Padded([7])).ToArray()).Members;
        Assert.Equal("it is of the type 'Q', which is not known here", members[0].Member.Fault);
        Assert.Equal([null, null], members.Skip(1).Select(found => found.Member.Fault));
        Assert.Equal([7], members[2].Content);
    }

    [Fact]
    public void Sparse_files_are_named_and_passed_over_in_every_format()
    {
        var more = new byte[512];
        more[504] = 1;
        var members = TarFindings.Of(new TarBytes()
            .Add(Header("old", 600, 'S', magic: "ustar  \0", change: block => block[482] = 1), more, new byte[512], Padded(Content(600)))
            .Add(Header("small", 3, 'S', magic: "ustar  \0"), Padded([1, 2, 3]))
            .Add(Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "real/name"), ("GNU.sparse.realsize", "1000000")), Header("real/GNUSparseFile.1/name", 700), Padded(Content(700)))
            .AddFile("next")
            .ToArray()).Members;
        Assert.Equal(["old", "small", "real/name", "next"], members.Select(found => found.Member.Path));
        Assert.All(members.Take(3), found => Assert.Equal("it is a sparse file, of which the archive has only the pieces", found.Member.Fault));
        Assert.Equal(Content(600), members[0].Content);
        Assert.Null(members[3].Member.Fault);
    }

    [Fact]
    public void Folders_and_labels_are_passed_over()
    {
        var archive = new TarBytes()
            .Add(Header("label", type: 'V', magic: "ustar  \0"))
            .Add(Header("folder/", type: '5'))
            .Add(Header("old/", type: '\0', magic: ""))
            .Add(Header("strange/"))
            .Add(Header("dump/", 5, 'D', magic: "ustar  \0"), Padded([1, 2, 3, 4, 5]))
            .AddFile("a")
            .ToArray();
        Assert.Equal("a", Assert.Single(TarFindings.Of(archive).Members).Member.Path);
    }

    [Theory]
    [InlineData("./a/b", "a/b")]
    [InlineData("././/a", "a")]
    [InlineData(".a", ".a")]
    [InlineData("/a", "/a")]
    [InlineData("../a", "../a")]
    [InlineData("a/../b", "a/../b")]
    [InlineData(@"a\b", @"a\b")]
    [InlineData("a\u001b[31mb", "a\u001b[31mb")]
    public void A_name_stays_as_it_is_but_for_the_folder_it_counts_from(string name, string path) =>
        Assert.Equal(path, Assert.Single(TarFindings.Of(new TarBytes().AddFile(name).ToArray()).Members).Member.Path);

    [Fact]
    public void Names_that_are_not_UTF8_stay_different()
    {
        static byte[] Latin(byte letter) => Header("gr-sse", change: block => block[2] = letter);
        var paths = TarFindings.Of(new TarBytes().Add(Latin(0xF6)).Add(Latin(0xFC)).ToArray()).Members.Select(found => found.Member.Path);
        Assert.Equal(["gr\u00F6sse", "gr\u00FCsse"], paths);
    }

    [Fact]
    public void A_name_longer_than_any_file_system_takes_is_cut_and_refused()
    {
        var member = Assert.Single(TarFindings.Of(new TarBytes().Add(Long('L', new string('x', 5000))).AddFile("cut").ToArray()).Members).Member;
        Assert.Equal(4096, member.Path.Length);
        Assert.Equal("its name has 5000 characters", member.Fault);
    }

    [Fact]
    public void Both_ways_to_sum_a_header_are_accepted()
    {
        var unsigned = Header("größe");
        var signed = Signed(Header("größe"), asSigned: true);
        Assert.NotEqual(unsigned, signed);
        Assert.Equal(2, TarFindings.Of(new TarBytes().Add(unsigned).Add(signed).ToArray()).Members.Count);
    }

    [Fact]
    public void The_end_may_be_missing_or_half_and_what_follows_it_does_not_count()
    {
        var files = new TarBytes().AddFile("a").AddFile("b");
        Assert.Equal(2, TarFindings.Of(files.WithoutEnd()).Members.Count);
        Assert.Equal(2, TarFindings.Of([.. files.WithoutEnd(), .. new byte[512]]).Members.Count);
        Assert.Equal(2, TarFindings.Of([.. files.ToArray(), .. Content(777)]).Members.Count);
        Assert.Empty(TarFindings.Of(End).Members);
        Assert.Empty(TarFindings.Of([]).Members);
    }

    [Fact]
    public void An_archive_cut_anywhere_else_is_damaged()
    {
        var archive = new TarBytes().AddFile("a", new string('a', 700)).Add(Pax(("path", "b"))).AddFile("x").Add(Long('L', "c")).AddFile("y").WithoutEnd();
        int[] whole = [0, 1536, 3584, archive.Length];
        for (var length = 0; length <= archive.Length; length++)
        {
            var cut = archive[..length];
            if (whole.Contains(length))
            {
                TarFindings.Of(cut);
            }
            else
            {
                Assert.Contains($"byte {length}", Damaged(cut), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_flipped_bit_in_a_header_is_found()
    {
        var archive = new TarBytes().AddFile("a").AddFile("b").ToArray();
        for (var bit = 0; bit < 512 * 8; bit++)
        {
            // The field of the sum may be filled with spaces or zeros in several ways.
            if (bit / 8 is >= 148 and < 156)
            {
                continue;
            }

            archive[1024 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            Assert.Contains("the header at byte 1024 has not the sum", Damaged(archive), StringComparison.Ordinal);
            archive[1024 + (bit / 8)] ^= (byte)(1 << (bit % 8));
        }
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "does not begin as a tar archive", Content(2000) },
        { "does not begin as a tar archive", [.. "<?xml version='1.0'?>"u8, .. new byte[2000]] },
        { "ends in the middle", [1, 2, 3] },
        { "a size that cannot be", Header("negative", change: block => block.AsSpan(124, 12).Fill(0xFF)) },
        { "a size that cannot be", Header("overflow", change: block => block.AsSpan(124, 12).Fill(0xBF)) },
        { "a size that cannot be", Header("to the end", long.MaxValue) },
        { "a size that cannot be", Header("no digits", change: block => Put(block, 124, "0000000009x")) },
        { "a size that cannot be", [.. Pax(("size", $"{long.MaxValue}")), .. Header("x")] },
        { "a size that cannot be", [.. Header("x", long.MaxValue - 1600, 'S', magic: "ustar  \0", change: block => block[482] = 1), .. new byte[512]] },
        { "more than the 1048576", Header("bomb", (1 << 20) + 1, 'x') },
        { "more than the 1048576", Header("bomb", 1L << 50, 'L') },
        { "more than the 1048576", Header("bomb", 1 << 30, 'K') },
        { "more than the 1048576", Header("bomb", 1 << 30, 'g') },
        { "cannot be read", [.. Pax(("size", "-1")), .. Header("x")] },
        { "cannot be read", [.. Pax(("size", "99999999999999999999")), .. Header("x")] },
        { "cannot be read", [.. Long('x', "12 path=a"), .. Header("x")] },
        { "cannot be read", [.. Long('x', "99999999999 path=a\n"), .. Header("x")] },
        { "cannot be read", [.. Long('x', "0 a=b\n"), .. Header("x")] },
        { "cannot be read", [.. Long('x', "6 abcd\n"), .. Header("x")] },
        { "cannot be read", [.. Long('x', "6 =abc\n"), .. Header("x")] },
        { "cannot be read", [.. Long('g', "path=a\n"), .. Header("x")] },
        { "belong to nothing", [.. Pax(("path", "x")), .. End] },
        { "follows one of zeros", [.. Header("x"), .. new byte[512], .. Header("y")] },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_archive_is_refused(string reason, byte[] archive) => Assert.Contains(reason, Damaged(archive), StringComparison.Ordinal);

    [Fact]
    public void Reading_goes_on_at_any_header_and_within_any_content()
    {
        var archive = Of(TarEntryFormat.Pax, ("a", Content(3000)), ("b", Content(10)), ("c", Content(600)));
        var whole = TarFindings.Of(archive).Members;

        var atHeader = new TarFindings();
        var reader = new TarReader(atHeader);
        reader.StartAt(whole[1].Member.HeaderOffset);
        reader.Read(archive.AsSpan((int)whole[1].Member.HeaderOffset));
        reader.Finish();
        Assert.Equal(whole.Skip(1).Select(found => found.Member), atHeader.Members.Select(found => found.Member));

        var within = new TarFindingsOfHeaders();
        reader = new TarReader(within);
        var position = whole[0].Member.Offset + 1234;
        reader.StartIn(position, whole[0].Member);
        reader.Read(archive.AsSpan((int)position));
        reader.Finish();
        Assert.Equal(whole.Skip(1).Select(found => found.Member), within.Members);
        Assert.Equal((position, 3), (within.FirstContent, within.Ends));
    }

    [Property(MaxTest = 300)]
    public Property Noise_in_an_archive_is_contained() => Prop.ForAll(
        Gen.Choose(0, 4095).Two().ArrayOf().ToArbitrary(),
        changes =>
        {
            var archive = new TarBytes().AddFile("a").Add(Pax(("path", "b"))).AddFile("x").Add(Long('L', "c")).AddFile("y").ToArray();
            foreach (var (place, value) in changes)
            {
                archive[place % archive.Length] = (byte)value;
            }

            try
            {
                TarFindings.Of(archive);
            }
            catch (MlOpsException e)
            {
                Assert.Equal(ErrorCode.Corrupt, e.Code);
            }
        });

    private static string Damaged(byte[] archive)
    {
        var exception = Assert.Throws<MlOpsException>(() => TarFindings.Of(archive));
        Assert.Equal(ErrorCode.Corrupt, exception.Code);
        return exception.Message;
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }
}
