using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.Archives;

public class GzipDamageTests
{
    private static readonly byte[] s_data = [.. GzipSample.Text(3000), .. GzipSample.Random(500), .. new byte[2000], .. GzipSample.Overlaps(3000)];

    private static readonly byte[][] s_files =
    [
        GzipSample.Compress(s_data),
        GzipSample.Compress(s_data, level: 0),
        GzipSample.CompressInBlocks(s_data, 700),
        [.. GzipSample.Compress(s_data.AsSpan(..4000)), .. GzipSample.Compress(s_data.AsSpan(4000..))],
    ];

    private static readonly byte[] s_weights = GzipSample.Weights(20_000);
    private static readonly byte[] s_weightsFile = GzipSample.Compress(s_weights);

    [Property(MaxTest = 2000)]
    public void Any_bytes_are_an_error_and_nothing_worse(byte[] bytes) => Assert.Throws<MlOpsException>(() => GzipSample.Decompress(bytes));

    [Property(MaxTest = 3000)]
    public Property Any_bytes_behind_a_header_are_an_error_and_nothing_worse()
    {
        // The first bits choose the type of block; a long stretch gets further into the codes.
        var content = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Resize(2000);
        return Prop.ForAll(content.ToArbitrary(), bytes => DecompressesOrSaysWhy([.. s_files[0].AsSpan(..10), .. bytes]) is null);
    }

    [Property(MaxTest = 3000)]
    public Property Damage_is_found_or_does_none()
    {
        var damage = Gen.Choose(0, 1_000_000).Zip(Gen.Choose(0, 255)).NonEmptyListOf().Resize(4);
        return Prop.ForAll(Gen.Elements(s_files).Zip(damage).ToArbitrary(), given =>
        {
            var file = given.Item1.ToArray();
            foreach (var (place, value) in given.Item2)
            {
                file[place % file.Length] = (byte)value;
            }

            return DecompressesOrSaysWhy(file) is not { } data || data.SequenceEqual(s_data);
        });
    }

    [Property(MaxTest = 500)]
    public Property Damage_is_found_where_there_is_little_but_literals()
    {
        var place = Gen.Choose(0, 10_000_000).Zip(Gen.Choose(0, 255));
        return Prop.ForAll(place.ToArbitrary(), given =>
        {
            var file = s_weightsFile.ToArray();
            file[given.Item1 % file.Length] = (byte)given.Item2;
            return DecompressesOrSaysWhy(file) is not { } data || data.SequenceEqual(s_weights);
        });
    }

    [Fact]
    public void No_single_bit_makes_wrong_data()
    {
        // What a few bits say does not matter: the time in the header, and within zeros the distance.
        var original = GzipSample.Compress(s_data);
        var harmless = 0;
        for (var bit = 0; bit < 8 * original.Length; bit++)
        {
            var file = original.ToArray();
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            if (DecompressesOrSaysWhy(file) is { } data)
            {
                Assert.True(data.AsSpan().SequenceEqual(s_data), $"bit {bit}");
                harmless++;
            }
        }

        Assert.InRange(harmless, 49, 200);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_says_so()
    {
        foreach (var file in s_files[..3])
        {
            for (var length = 0; length < file.Length; length++)
            {
                var fault = GzipSample.FaultOf(file[..length]);
                Assert.Contains("ends in the middle", fault, StringComparison.Ordinal);
                Assert.Contains($"after byte {length}:", fault, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_wrong_checksum_is_an_error()
    {
        var file = GzipSample.Compress(s_data);
        file[^5] ^= 0x80;
        Assert.Contains("checksum", GzipSample.FaultOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_size_is_an_error()
    {
        var file = GzipSample.Compress(s_data);
        file[^1] ^= 0x80;
        Assert.Contains("as long as", GzipSample.FaultOf(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0x8A)]
    [InlineData(2, 7)]
    [InlineData(3, 0x20)]
    [InlineData(3, 0x80)]
    public void What_is_not_gzip_is_an_error(int place, byte value)
    {
        var file = GzipSample.Compress(s_data);
        file[place] = value;
        Assert.Contains("damaged at byte", GzipSample.FaultOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_of_block_that_there_is_not_is_an_error() => Fails("type of block", new DeflateWriter().Header(last: true, 3).Bits(0, 29));

    [Fact]
    public void The_length_of_a_stored_block_comes_twice() => Fails("complement", new DeflateWriter().Header(last: true, 0).Bits(0, 5).Bits(3, 16).Bits(0xFFFD, 16).Bits(0, 24));

    [Theory]
    [InlineData(286)]
    [InlineData(287)]
    public void Lengths_that_mean_nothing_are_an_error(int symbol) => Fails("no such literal or length", Fixed().Symbol(DeflateWriter.FixedLiterals, symbol).Bits(0, 32));

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Distances_that_mean_nothing_are_an_error(int symbol) =>
        Fails("no such distance", Fixed().Symbol(DeflateWriter.FixedLiterals, 257).Symbol(DeflateWriter.FixedDistances, symbol).Bits(0, 32));

    [Fact]
    public void A_distance_before_the_beginning_is_an_error() =>
        Fails("reaches back", Fixed().Symbol(DeflateWriter.FixedLiterals, 257).Symbol(DeflateWriter.FixedDistances, 1).Bits(0, 32));

    [Theory]
    [InlineData(287, 1)]
    [InlineData(257, 31)]
    public void Codes_for_too_many_symbols_are_an_error(int literals, int distances) => Fails("more symbols", new DeflateWriter().Dynamic(last: true, Code(literals, (256, 1)), Code(distances)));

    [Fact]
    public void A_block_without_an_end_is_an_error() => Fails("no code for its end", Dynamic(Code(257, (0, 1), (1, 1)), Code(1)));

    [Fact]
    public void Too_many_codes_are_an_error()
    {
        Fails("code of literals and lengths has more codes", Dynamic(Code(257, (0, 1), (1, 2), (256, 1)), Code(1)));
        Fails("code of distances has more codes", Dynamic(Code(257, (0, 1), (256, 1)), Code(3, (0, 1), (1, 1), (2, 15))));
        Fails("code of code lengths has more codes", new DeflateWriter().Header(last: true, 2).Bits(0, 10).Bits(0, 4).Bits(0b001_001_001_001, 12).Bits(0, 32));
    }

    [Fact]
    public void Too_few_codes_are_an_error()
    {
        Fails("code of literals and lengths leaves", Dynamic(Code(257, (0, 2), (256, 1)), Code(1)));
        Fails("code of literals and lengths leaves", Dynamic(Code(257, (256, 2)), Code(1)));
        Fails("code of distances leaves", Dynamic(Code(257, (0, 1), (256, 1)), Code(2, (0, 2), (1, 2))));
        Fails("code of distances leaves", Dynamic(Code(257, (0, 1), (256, 1)), Code(1, (0, 2))));
        Fails("code of code lengths leaves", new DeflateWriter().Header(last: true, 2).Bits(0, 10).Bits(0, 4).Bits(0b001, 12).Bits(0, 32));
        Fails("code of code lengths leaves", new DeflateWriter().Header(last: true, 2).Bits(0, 10).Bits(0, 4).Bits(0, 12).Bits(0, 32));
    }

    [Fact]
    public void A_code_of_one_symbol_or_none_will_do()
    {
        // One literal and then its repetition at the one distance that has a code, of one bit.
        var literals = Code(258, (65, 2), (256, 2), (257, 1));
        var one = Code(1, (0, 1));
        Assert.Equal("AAAA"u8, GzipSample.Decompress(new DeflateWriter().Dynamic(true, literals, one).Symbol(literals, 65).Symbol(literals, 257).Bits(0, 1).Symbol(literals, 256).ToGzip("AAAA"u8)));
        Fails("no such distance", new DeflateWriter().Dynamic(true, literals, one).Symbol(literals, 65).Symbol(literals, 257).Bits(1, 1).Bits(0, 32));

        Assert.Equal("AA"u8, GzipSample.Decompress(new DeflateWriter().Dynamic(true, literals, Code(1)).Symbol(literals, 65).Symbol(literals, 65).Symbol(literals, 256).ToGzip("AA"u8)));
        Fails("no such distance", new DeflateWriter().Dynamic(true, literals, Code(1)).Symbol(literals, 65).Symbol(literals, 257).Bits(0, 32));

        // Nothing but the end.
        var end = Code(257, (256, 1));
        Assert.Equal([], GzipSample.Decompress(Dynamic(end, Code(1)).Bits(0, 1).ToGzip([])));
        Fails("no such literal or length", Dynamic(end, Code(1)).Bits(1, 1).Bits(0, 32));
    }

    [Theory]
    [InlineData(16, "before the first")]
    [InlineData(18, "more code lengths")]
    public void Repeated_code_lengths_have_to_fit(int symbol, string fault)
    {
        // Four codes of two bits: for 0, 1, 16 and 18. 258 lengths cannot be two times 138.
        var writer = new DeflateWriter().Header(last: true, 2).Bits(0, 10).Bits(14, 4);
        byte[] lengths = [2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2];
        foreach (var i in (int[])[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1])
        {
            writer.Bits(lengths[i], 3);
        }

        Fails(fault, writer.Symbol(lengths, symbol).Bits(127, 7).Symbol(lengths, symbol).Bits(127, 7).Bits(0, 64));
    }

    [Fact]
    public void Nothing_can_be_read_after_an_error()
    {
        var reader = new GzipReader(new MemoryStream([1, 2, 3]));
        Assert.Throws<MlOpsException>(() => reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.Read());
    }

    private static void Fails(string fault, DeflateWriter writer)
    {
        Assert.Contains(fault, GzipSample.FaultOf(writer.ToGzip([])), StringComparison.Ordinal);

        // The same in a stretch that ends right there: nothing may be read or said of what comes behind.
        byte[] file = [.. writer.ToGzip([])[..10], .. writer.ToArray()];
        Assert.Contains(fault, GzipSample.FaultOf(file), StringComparison.Ordinal);
    }

    private static DeflateWriter Fixed() => new DeflateWriter().Header(last: true, 1);

    private static DeflateWriter Dynamic(byte[] literals, byte[] distances) => new DeflateWriter().Dynamic(last: true, literals, distances);

    private static byte[] Code(int symbols, params (int Symbol, byte Length)[] given)
    {
        var lengths = new byte[symbols];
        foreach (var (symbol, length) in given)
        {
            lengths[symbol] = length;
        }

        return lengths;
    }

    // The data, or null when the reader found it damaged. Anything else that it throws is not caught.
    private static byte[]? DecompressesOrSaysWhy(byte[] file)
    {
        try
        {
            return GzipSample.Decompress(file);
        }
        catch (MlOpsException exception) when (exception.Code == ErrorCode.Corrupt && exception.Message.Contains(" byte ", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
