using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Archives;

public class GzipReaderTests
{
    private static readonly byte[] s_data = GzipSample.Text(1000);

    public static TheoryData<string> Kinds => [.. GzipSample.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_compressed_comes_out_again_whatever_the_level(string kind)
    {
        var data = GzipSample.Kinds[kind];
        for (var level = 0; level <= 9; level++)
        {
            Assert.True(data.AsSpan().SequenceEqual(GzipSample.Decompress(GzipSample.Compress(data, level))), $"level {level}");
        }
    }

    [Theory]
    [InlineData(ZLibCompressionStrategy.HuffmanOnly)]
    [InlineData(ZLibCompressionStrategy.Fixed)]
    [InlineData(ZLibCompressionStrategy.RunLengthEncoding)]
    [InlineData(ZLibCompressionStrategy.Filtered)]
    public void What_was_compressed_comes_out_again_whatever_the_strategy(ZLibCompressionStrategy strategy) => Assert.All(GzipSample.Kinds, kind =>
        Assert.True(kind.Value.AsSpan().SequenceEqual(GzipSample.Decompress(GzipSample.Compress(kind.Value, strategy: strategy)))));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(5000)]
    public void A_stream_may_give_as_little_as_it_likes(int most)
    {
        var data = GzipSample.Kinds["mixed"];
        Assert.True(data.AsSpan().SequenceEqual(GzipSample.Decompress(new TrickleStream(GzipSample.Compress(data), most))));
    }

    [Property(MaxTest = 300)]
    public Property Data_made_of_anything_comes_out_again()
    {
        // Runs of bytes and copies from before, which compressors make all kinds of matches of.
        var step = Gen.Choose(0, 255).Zip(Gen.Choose(1, 300)).Zip(Gen.Choose(0, 40_000));
        return Prop.ForAll(step.ListOf().Zip(Gen.Choose(0, 9)).ToArbitrary(), given =>
        {
            var data = new List<byte>();
            foreach (var ((value, count), distance) in given.Item1)
            {
                for (var i = 0; i < count; i++)
                {
                    data.Add(distance > 0 && distance <= data.Count ? data[^distance] : (byte)(value + (distance % 3 * i)));
                }
            }

            Assert.Equal(data, GzipSample.Decompress(GzipSample.Compress(data.ToArray(), given.Item2)));
        });
    }

    [Property(MaxTest = 200)]
    public Property Data_of_little_but_literals_comes_out_again()
    {
        var strategy = Gen.Elements(ZLibCompressionStrategy.HuffmanOnly, ZLibCompressionStrategy.Default);
        return Prop.ForAll(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(30_000, 200_000)).Zip(strategy).ToArbitrary(), given =>
        {
            var data = GzipSample.Skewed(given.Item1.Item2, given.Item1.Item1);
            return data.SequenceEqual(GzipSample.Decompress(GzipSample.Compress(data, strategy: given.Item2)));
        });
    }

    [Property(MaxTest = 300)]
    public Property Codes_of_any_shape_are_read(int seed) => Prop.ToProperty(Reads(new Random(seed)));

    [Fact]
    public void Every_length_and_distance_is_read()
    {
        var data = GzipSample.Random(32_768).ToList();
        var writer = new DeflateWriter().Stored(last: false, [.. data]).Header(last: true, 1);
        int[] distances = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
        int[] lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
        for (var i = 0; i < lengths.Length; i++)
        {
            var lengthBits = i is < 8 or 28 ? 0 : (i / 4) - 1;
            for (var j = 0; j < distances.Length; j++)
            {
                var distanceBits = j < 4 ? 0 : (j / 2) - 1;
                foreach (var highest in (bool[])[false, true])
                {
                    var (lengthExtra, distanceExtra) = highest ? ((1 << lengthBits) - 1, (1 << distanceBits) - 1) : (0, 0);
                    writer.Symbol(DeflateWriter.FixedLiterals, 257 + i).Bits(lengthExtra, lengthBits).Symbol(DeflateWriter.FixedDistances, j).Bits(distanceExtra, distanceBits);
                    for (var n = lengths[i] + lengthExtra; n > 0; n--)
                    {
                        data.Add(data[^(distances[j] + distanceExtra)]);
                    }
                }
            }
        }

        writer.Symbol(DeflateWriter.FixedLiterals, 256);
        Assert.True(data.SequenceEqual(GzipSample.Decompress(writer.ToGzip([.. data]))));
    }

    [Fact]
    public void Members_follow_one_another()
    {
        var members = GzipSample.Kinds.Values.ToArray();
        byte[] file = [.. members.SelectMany(member => GzipSample.Compress(member))];
        Assert.True(members.SelectMany(member => member).SequenceEqual(GzipSample.Decompress(file)));
        Assert.True(members.SelectMany(member => member).SequenceEqual(GzipSample.Decompress(new TrickleStream(file, 1))));
    }

    [Fact]
    public void A_match_does_not_reach_into_the_member_before()
    {
        var writer = new DeflateWriter().Header(last: true, 1);
        writer.Symbol(DeflateWriter.FixedLiterals, 257).Symbol(DeflateWriter.FixedDistances, 0).Symbol(DeflateWriter.FixedLiterals, 256);
        Assert.Contains("distance", GzipSample.FaultOf([.. GzipSample.Compress(s_data), .. writer.ToGzip(s_data.AsSpan(^3))]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(200_000)]
    public void Zeros_may_follow_the_last_member(int count) => Assert.Equal(s_data, GzipSample.Decompress([.. GzipSample.Compress(s_data), .. new byte[count]]));

    [Fact]
    public void Anything_else_may_not_follow_the_last_member()
    {
        var file = GzipSample.Compress(s_data);
        (byte[] Other, int At)[] others = [([1], 0), ([0x1F, 0x8C], 0), ([0, 0, 5], 2), ([0, 0, .. file], 2), ([.. new byte[100_000], 5], 100_000)];
        Assert.All(others, each =>
        {
            var fault = GzipSample.FaultOf([.. file, .. each.Other]);
            Assert.Contains("behind the last member", fault, StringComparison.Ordinal);
            Assert.Contains($"at byte {file.Length + each.At}:", fault, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(31)]
    public void A_header_may_have_any_fields(int flags)
    {
        foreach (var extra in (byte[][])[[], [1, 2, 3, 0], new byte[65_535]])
        {
            Assert.Equal(s_data, GzipSample.Decompress(WithHeader(flags, extra)));
            Assert.Equal(s_data, GzipSample.Decompress(new TrickleStream(WithHeader(flags, extra), 1)));
        }
    }

    [Fact]
    public void A_wrong_check_of_the_header_is_an_error()
    {
        var file = WithHeader(31, [1, 2, 3]);
        file[4] ^= 1;
        Assert.Contains("header", GzipSample.FaultOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_has_ended_stays_at_its_end()
    {
        var reader = new GzipReader(new MemoryStream(GzipSample.Compress(s_data)));
        Assert.Equal(s_data, reader.Read().ToArray());
        Assert.True(reader.Read().IsEmpty);
        Assert.True(reader.Read().IsEmpty);
        Assert.Equal(s_data.Length, reader.Position);
    }

    // One file in which all codes, up to the longest ones, have random lengths, with all kinds of symbols after one another.
    private static bool Reads(Random random)
    {
        var data = new List<byte>();
        var writer = new DeflateWriter();
        var blocks = random.Next(1, 4);
        for (var block = 1; block <= blocks; block++)
        {
            var literals = RandomCode(random, 257 + random.Next(30), required: 256);
            var distances = RandomCode(random, 1 + random.Next(30), required: 0);
            writer.Dynamic(block == blocks, literals, distances);
            for (var i = random.Next(400); i > 0; i--)
            {
                var symbol = random.Next(literals.Length);
                var distanceSymbol = random.Next(distances.Length);
                var isMatch = symbol > 256;
                var extra = symbol is < 265 or 285 ? 0 : ((symbol - 257) / 4) - 1;
                var distanceExtra = distanceSymbol < 4 ? 0 : (distanceSymbol / 2) - 1;
                var distance = distanceSymbol < 4 ? distanceSymbol + 1 : ((2 + (distanceSymbol & 1)) << distanceExtra) + 1;
                if (literals[symbol] == 0 || symbol == 256 || (isMatch && (distances[distanceSymbol] == 0 || distance > data.Count)))
                {
                    continue;
                }

                writer.Symbol(literals, symbol);
                if (!isMatch)
                {
                    data.Add((byte)symbol);
                    continue;
                }

                var more = random.Next(1 << extra);
                var further = random.Next(Math.Min(1 << distanceExtra, data.Count - distance + 1));
                writer.Bits(more, extra).Symbol(distances, distanceSymbol).Bits(further, distanceExtra);
                var length = symbol == 285 ? 258 : symbol < 265 ? symbol - 254 : ((4 + ((symbol - 257) & 3)) << extra) + 3;
                for (var n = length + more; n > 0; n--)
                {
                    data.Add(data[^(distance + further)]);
                }
            }

            writer.Symbol(literals, 256);
        }

        return data.SequenceEqual(GzipSample.Decompress(writer.ToGzip([.. data])));
    }

    // A complete code: leaves of a tree that is split at random, given to random symbols.
    private static byte[] RandomCode(Random random, int symbols, int required)
    {
        var lengths = new byte[symbols];
        List<byte> leaves = symbols == 1 ? [1] : [1, 1];
        var splits = random.Next(symbols);
        var isDeep = random.Next(2) == 0;
        for (var i = 0; i < splits && leaves.Count < symbols; i++)
        {
            var at = isDeep ? leaves.Count - 1 : random.Next(leaves.Count);
            at = leaves[at] < 15 ? at : random.Next(leaves.Count);
            if (leaves[at] < 15)
            {
                leaves.Add(++leaves[at]);
            }
        }

        var others = Enumerable.Range(0, symbols).Where(symbol => symbol != required).ToArray();
        random.Shuffle(others);
        var given = new[] { required }.Concat(others).Take(leaves.Count).ToArray();
        var shuffled = leaves.ToArray();
        random.Shuffle(shuffled);
        for (var i = 0; i < given.Length; i++)
        {
            lengths[given[i]] = shuffled[i];
        }

        return lengths;
    }

    private static byte[] WithHeader(int flags, byte[] extra)
    {
        var file = GzipSample.Compress(s_data);
        List<byte> header = [0x1F, 0x8B, 8, (byte)flags, 1, 2, 3, 4, 2, 3];
        if ((flags & 4) != 0)
        {
            header.AddRange([(byte)extra.Length, (byte)(extra.Length >> 8), .. extra]);
        }

        if ((flags & 8) != 0)
        {
            header.AddRange("model.tar\0"u8);
        }

        if ((flags & 16) != 0)
        {
            header.AddRange("made by hand\0"u8);
        }

        if ((flags & 2) != 0)
        {
            var check = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(check, (ushort)Crc.Crc32.Append(0, header.ToArray()));
            header.AddRange(check);
        }

        return [.. header, .. file.AsSpan(10)];
    }
}
