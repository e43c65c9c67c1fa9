using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Archives;

public sealed class SegmentPlanTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Members_that_share_a_point_are_read_in_one_go()
    {
        // A point every 4 MiB, of which half is stored.
        var segments = Plan(Points(10)).Of([Member(5 * MiB, 100), Member(6 * MiB, 100), Member(30 * MiB, 100)]);
        Assert.Equal([2, 1], segments.Select(segment => segment.Pieces.Count));
        Assert.Equal([4 * MiB, 28 * MiB], segments.Select(segment => segment.Start.Position));
        Assert.Equal([4 * MiB, 16 * MiB], segments.Select(segment => segment.To - 64));
        Assert.All(segments, segment => Assert.InRange(segment.Sure, segment.Start.CompressedByte + 1, segment.To));
    }

    [Fact]
    public void A_small_gap_is_read_over()
    {
        // A point every MiB, of which half is stored.
        var points = Points(40, MiB);
        Assert.Single(Plan(points).Of([Member((2 * MiB) + 10, 100), Member((4 * MiB) - 1000, 10), Member(4 * MiB, 100)]));
        Assert.Equal(2, Plan(points).Of([Member((2 * MiB) + 10, 100), Member(6 * MiB, 100)]).Count);
    }

    [Fact]
    public void What_comes_before_the_first_point_is_read_from_the_beginning()
    {
        var segment = Assert.Single(Plan([]).Of([Member(512, 100)]));
        Assert.Equal(ArchivePoint.Beginning, segment.Start);
        Assert.Equal(20 * MiB, segment.To);
        Assert.InRange(segment.Sure, 400, 100_000);
    }

    [Fact]
    public void A_large_member_is_cut_at_the_points_that_have_its_CRC()
    {
        var points = Points(10).Select((point, i) => point with { Within = i % 2 == 0 ? MiB : -1, ContentCrc = (ulong)i }).ToList();
        var pieces = Plan(points).Of([Member(MiB + 512, 30 * MiB)]).SelectMany(segment => segment.Pieces).ToList();
        Assert.Equal([4 * MiB, 12 * MiB, 20 * MiB, 28 * MiB, (31 * MiB) + 512], pieces.Select(piece => piece.To));
        Assert.Equal([0, 0, 2, 4, 6], pieces.Select(piece => piece.CrcBefore));
        Assert.Equal([0, 2, 4, 6, 99], pieces.Select(piece => piece.CrcAfter));
        Assert.Equal(pieces.Skip(1).Select(piece => piece.From), pieces.SkipLast(1).Select(piece => piece.To));
    }

    [Fact]
    public void In_an_archive_without_compression_exactly_the_content_is_read()
    {
        var segments = new SegmentPlan([], isCompressed: false, 40 * MiB, 40 * MiB).Of([Member(1024, 100), Member(20 * MiB, 5)]);
        Assert.Equal([(1024, 1124, 1124), (20 * MiB, (20 * MiB) + 5, (20 * MiB) + 5)], segments.Select(segment => (segment.Start.CompressedByte, segment.Sure, segment.To)));
    }

    [Property(MaxTest = 300)]
    public Property Every_wanted_byte_is_in_exactly_one_piece_and_every_piece_is_reached() => Prop.ForAll(
        Gen.Choose(1, 3_000_000).Two().ListOf().ToArbitrary(),
        Gen.Choose(100_000, 9_000_000).ToArbitrary(),
        (members, spacing) =>
        {
            var position = 0L;
            var wanted = new List<WantedMember>();
            foreach (var (gap, size) in members)
            {
                wanted.Add(Member(position + gap, size));
                position += gap + size;
            }

            var points = Points((int)(position / spacing), spacing);
            foreach (var isCompressed in new[] { true, false })
            {
                var segments = new SegmentPlan(points, isCompressed, position + 1000, isCompressed ? (position / 2) + 1000 : position + 1000).Of(wanted);
                var pieces = segments.SelectMany(segment => segment.Pieces).ToList();
                Assert.Equal(wanted.Select(each => each.Member.Size), wanted.Select(each => pieces.Where(piece => piece.Wanted == each).Sum(piece => piece.To - piece.From)));
                Assert.Equal(pieces.OrderBy(piece => piece.From), pieces);
                Assert.All(segments, segment =>
                {
                    Assert.True(segment.Start.Position <= segment.Pieces[0].From);
                    Assert.True(segment.Start.CompressedByte < segment.Sure && segment.Sure <= segment.To);
                    Assert.True(!isCompressed || segment.To >= points.Where(point => point.Position >= segment.Pieces[^1].To).Select(point => point.CompressedByte + 1).FirstOrDefault());
                });
            }
        });

    private static SegmentPlan Plan(IReadOnlyList<ArchivePoint> points) => new(points, isCompressed: true, 40 * MiB, 20 * MiB);

    private static List<ArchivePoint> Points(int count, long spacing = 4 * MiB) =>
        [.. Enumerable.Range(1, count).Select(i => new ArchivePoint { Position = i * spacing, CompressedBit = i * spacing * 4, Headers = i * spacing })];

    private static WantedMember Member(long offset, long size) =>
        new(new() { Path = $"{offset}", Size = size, HeaderOffset = offset - 512, Offset = offset, Crc = 99 }, $"/{offset}");
}
