using System.IO.Compression;

namespace MlOps.Tests.Archives;

public class GzipPointTests
{
    private static readonly byte[] s_mixed = GzipSample.Kinds["mixed"];

    [Fact]
    public void Every_point_reproduces_the_rest()
    {
        byte[] data = [.. s_mixed, .. GzipSample.Kinds["weights"], .. GzipSample.Kinds["text"]];
        byte[] file =
        [
            .. GzipSample.Compress(s_mixed),
            .. GzipSample.CompressInBlocks(GzipSample.Kinds["weights"], 9000),
            .. GzipSample.Compress(GzipSample.Kinds["text"], strategy: ZLibCompressionStrategy.HuffmanOnly),
            .. new byte[10],
        ];
        var points = PointsOf(file, data);

        // Blocks of 9000 bytes, and what zlib gives otherwise.
        Assert.True(points.Count > 100, $"{points.Count} points");
        Assert.Contains(points, point => point.Window.Length == DeflateOutput.WindowSize && point.CompressedBit % 8 != 0);
        Assert.Contains(points, point => point.MemberPosition == 0 && point.Position == s_mixed.Length && point.Window.IsEmpty && point.MemberCrc == 0);
        Assert.All(points, point =>
        {
            Assert.Equal((uint)Crc.Crc32.Append(0, data.AsSpan((int)(point.Position - point.MemberPosition)..(int)point.Position)), point.MemberCrc);
            Assert.Equal(Math.Min(point.MemberPosition, DeflateOutput.WindowSize), point.Window.Length);
            Assert.True(data.AsSpan((int)point.Position - point.Window.Length, point.Window.Length).SequenceEqual(point.Window.Span));
            Assert.True(data.AsSpan((int)point.Position..).SequenceEqual(GzipSample.Decompress(file, point)), $"from {point.Position}");
        });
    }

    [Fact]
    public void A_reader_that_began_at_a_point_gives_the_same_points_from_there_on()
    {
        var file = GzipSample.CompressInBlocks(s_mixed, 30_000);
        var points = PointsOf(file, s_mixed);
        var start = points[points.Count / 2];
        Assert.All(PointsOf(file, s_mixed, start).Zip(points.Skip(points.Count / 2)), pair =>
        {
            Assert.Equal(pair.Second with { Window = default }, pair.First with { Window = default });
            Assert.True(pair.First.Window.Span.SequenceEqual(pair.Second.Window.Span));
        });
    }

    [Fact]
    public void The_point_of_a_position_is_the_last_block_at_or_before_it()
    {
        // Blocks that bring no bytes, as a flush writes them, come before the blocks that do: at the end of one begins the next.
        var file = GzipSample.CompressInBlocks(s_mixed, 30_000);
        var reader = new GzipReader(new MemoryStream(file));
        while (true)
        {
            var begin = reader.Position;
            var piece = reader.Read();
            if (piece.IsEmpty)
            {
                break;
            }

            for (var position = begin; position <= reader.Position; position += position % 30_000 is 0 or 29_999 ? 1 : Math.Min(29_999 - (position % 30_000), 997))
            {
                var found = reader.PointBefore(position).Position;
                Assert.InRange(found, 0, position);
                Assert.True(found >= position / 30_000 * 30_000 || position == reader.Position, $"{found} for {position}");
            }
        }
    }

    [Fact]
    public void Who_stops_in_the_middle_needs_no_more_than_what_comes_before_the_next_point()
    {
        byte[] data = GzipSample.Random(300_000);
        var file = GzipSample.CompressInBlocks(data, 9000);
        var points = PointsOf(file, data);
        for (var i = 0; i < points.Count - 1; i++)
        {
            var (start, end) = (points[i], points[i + 1]);
            var reader = new GzipReader(new MemoryStream(file[(int)(start.CompressedBit / 8)..(int)((end.CompressedBit + 7) / 8)]), start);
            var read = new List<byte>();
            while (reader.Position < end.Position)
            {
                var piece = reader.Read((int)Math.Min(1000, end.Position - reader.Position));
                Assert.InRange(piece.Length, 1, 1000 + 258);
                read.AddRange(piece);
            }

            Assert.Equal(data[(int)start.Position..(int)end.Position], read);
        }
    }

    [Fact]
    public void A_block_may_be_longer_than_a_piece()
    {
        var data = new byte[3_000_000];
        var file = GzipSample.Compress(data);
        var reader = new GzipReader(new MemoryStream(file));
        long seen = 0;
        while (!reader.Read().IsEmpty)
        {
            var point = reader.PointBefore(reader.Position);
            Assert.InRange(point.Position, seen, reader.Position);
            Assert.True(data.AsSpan((int)point.Position..).SequenceEqual(GzipSample.Decompress(file, point)));
            seen = point.Position;
        }
    }

    [Fact]
    public void Before_the_first_block_there_is_the_beginning()
    {
        var reader = new GzipReader(new MemoryStream(GzipSample.Compress(s_mixed)));
        Assert.Equal(GzipPoint.Beginning, reader.PointBefore(0) with { Window = default });
        Assert.True(s_mixed.AsSpan().SequenceEqual(GzipSample.Decompress(GzipSample.Compress(s_mixed), GzipPoint.Beginning)));
    }

    [Fact]
    public void A_point_is_of_the_piece_that_was_read_last()
    {
        var reader = new GzipReader(new MemoryStream(GzipSample.Compress(s_mixed)));
        reader.Read();
        var second = reader.Position;
        reader.Read();
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.PointBefore(second - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.PointBefore(reader.Position + 1));
    }

    [Fact]
    public void A_point_is_not_changed_by_reading_on()
    {
        var reader = new GzipReader(new MemoryStream(GzipSample.Compress(s_mixed)));
        reader.Read();
        reader.Read();
        var point = reader.PointBefore(reader.Position);
        var window = point.Window.ToArray();
        Assert.NotEmpty(window);
        while (!reader.Read().IsEmpty)
        {
            Assert.True(window.AsSpan().SequenceEqual(point.Window.Span));
        }
    }

    [Fact]
    public void Many_small_blocks_take_no_more_memory_and_lose_nothing()
    {
        var writer = new DeflateWriter();
        var data = GzipSample.Random(5000);
        for (var i = 0; i < data.Length; i++)
        {
            writer.Header(last: false, 1).Symbol(DeflateWriter.FixedLiterals, 256).Header(last: i == data.Length - 1, 1).Symbol(DeflateWriter.FixedLiterals, data[i]).Symbol(DeflateWriter.FixedLiterals, 256);
        }

        var file = writer.ToGzip(data);
        var points = PointsOf(file, data);
        Assert.InRange(points.Count, 10, 5000 / 256 + 2);
        Assert.All(points, point => Assert.Equal(data[(int)point.Position..], GzipSample.Decompress(file, point)));
    }

    [Fact]
    public void A_wrong_check_in_a_point_is_found_at_the_end_of_the_member()
    {
        var file = GzipSample.Compress(s_mixed);
        var point = PointsOf(file, s_mixed)[1];
        Assert.Throws<MlOpsException>(() => GzipSample.Decompress(file, point with { MemberCrc = point.MemberCrc ^ 1 }));
        Assert.Throws<MlOpsException>(() => GzipSample.Decompress(file, point with { MemberPosition = point.MemberPosition - 1 }));
        Assert.Throws<MlOpsException>(() => GzipSample.Decompress(file, point with { Window = default }));
    }

    [Fact]
    public void A_point_that_cannot_be_is_refused()
    {
        var point = GzipPoint.Beginning with { CompressedBit = 80, Position = 40_000, MemberPosition = 40_000 };
        GzipPoint[] wrong =
        [
            GzipPoint.Beginning with { Position = 5 },
            GzipPoint.Beginning with { CompressedBit = -1 },
            point with { MemberPosition = 40_001 },
            point with { MemberPosition = -1 },
            point with { Window = new byte[DeflateOutput.WindowSize + 1] },
            point with { MemberPosition = 10, Window = new byte[11] },
        ];
        Assert.All(wrong, each => Assert.Throws<ArgumentException>(() => new GzipReader(Stream.Null, each)));
    }

    // All points that there are, as someone finds them who asks at every piece for many positions.
    private static List<GzipPoint> PointsOf(byte[] file, byte[] data, GzipPoint? start = null)
    {
        var reader = new GzipReader(new MemoryStream(file[(int)((start?.CompressedBit ?? 0) / 8)..]), start);
        var points = new List<GzipPoint>();
        while (true)
        {
            var begin = reader.Position;
            var piece = reader.Read();
            Assert.True(data.AsSpan((int)begin, piece.Length).SequenceEqual(piece));
            for (var position = begin; position <= reader.Position; position += position < reader.Position ? Math.Min(100, reader.Position - position) : 1)
            {
                var point = reader.PointBefore(position);
                Assert.InRange(point.Position, 0, position);
                if (points.Count == 0 || points[^1].CompressedBit != point.CompressedBit)
                {
                    points.Add(point);
                }
            }

            if (piece.IsEmpty)
            {
                return points;
            }
        }
    }
}
