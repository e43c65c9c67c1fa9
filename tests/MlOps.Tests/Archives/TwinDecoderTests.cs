namespace MlOps.Tests.Archives;

public class TwinDecoderTests
{
    // Literals of mostly 8 and 9 bits, and a few codes for matches.
    private static readonly byte[] s_literals = MakeLiterals();
    private static readonly byte[] s_distances = [.. Enumerable.Repeat((byte)5, 28), 4, 4];

    [Fact]
    public void The_two_places_meet_and_find_what_is_there()
    {
        var (writer, data) = Block(40_000);
        var (input, output, codes) = Begin(writer.Symbol(s_literals, 256).ToArray());
        Assert.True(codes.HasFewMatches);

        var twin = new TwinDecoder(input, output);
        while (input.Reserve(TwinDecoder.FewestBytes))
        {
            // Further in each stretch than the first place alone gets before it meets the second.
            var before = input.Bit + (8 * 2 * 2000);
            Assert.True(twin.Decode(codes, out var stop));
            Assert.Equal(DeflateStop.Input, stop);
            Assert.InRange(input.Bit, before, int.MaxValue);
            Assert.True(data.AsSpan(..output.Piece.Length).SequenceEqual(output.Piece));
        }

        Assert.InRange(output.Piece.Length, 20_000, data.Length);
    }

    [Fact]
    public void Without_a_place_to_meet_the_first_goes_on_alone()
    {
        // Codes of 8 bits each, but for one that does not come: what begins between two codes never gets in step.
        byte[] literals = [.. Enumerable.Repeat((byte)8, 255), 9, 9];
        var writer = new DeflateWriter();
        var data = GzipSample.Random(40_000).Select(value => (byte)(value % 255)).ToArray();
        foreach (var value in data)
        {
            writer.Symbol(literals, value);
        }

        // The second place begins at a byte.
        var (input, output, codes) = Begin([.. new DeflateWriter().Bits(0, 3).ToArray(), .. writer.ToArray()], literals, [0]);
        input.Bit = 8;
        Assert.True(new TwinDecoder(input, output).Decode(codes, out _));

        var shifted = new DeflateWriter().Bits(0, 3);
        foreach (var value in data)
        {
            shifted.Symbol(literals, value);
        }

        (input, output, codes) = Begin(shifted.ToArray(), literals, [0]);
        input.Bit = 3;
        Assert.False(new TwinDecoder(input, output).Decode(codes, out var stop));
        Assert.Equal(DeflateStop.Input, stop);
        Assert.True(data.AsSpan(..output.Piece.Length).SequenceEqual(output.Piece));
        Assert.InRange(output.Piece.Length, 2000, 10_000);
    }

    [Fact]
    public void Matches_anywhere_come_out_right()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var writer = new DeflateWriter().Stored(last: false, GzipSample.Random(30_000, seed)).Dynamic(last: true, s_literals, s_distances);
            List<byte> data = [.. GzipSample.Random(30_000, seed)];
            var between = random.Next(10, 3000);
            for (var i = 0; i < 60_000; i++)
            {
                if (random.Next(between) != 0)
                {
                    data.Add((byte)random.Next(256));
                    writer.Symbol(s_literals, data[^1]);
                    continue;
                }

                var (length, lengthSymbol) = random.Next(3) switch { 0 => (3, 257), 1 => (10, 264), _ => (258, 285) };
                var (distance, distanceSymbol, extra) = random.Next(4) switch { 0 => (1, 0, 0), 1 => (4, 3, 0), 2 => (7, 5, 1), _ => (24_577, 29, 13) };
                writer.Symbol(s_literals, lengthSymbol).Symbol(s_distances, distanceSymbol).Bits(0, extra);
                for (; length > 0; length--)
                {
                    data.Add(data[^distance]);
                }
            }

            var file = writer.Symbol(s_literals, 256).ToGzip([.. data]);
            Assert.True(data.SequenceEqual(GzipSample.Decompress(file)), $"seed {seed}");
        }
    }

    [Fact]
    public void A_fault_is_named_with_its_place_wherever_it_is()
    {
        // At places all over a stretch: some are found by the first place, some by the second.
        foreach (var count in (int[])[1, 700, 1900, 2100, 2500, 3500, 4500, 9000])
        {
            var (tooFar, _) = Block(count);
            tooFar.Symbol(s_literals, 257).Symbol(s_distances, 29).Bits(8191, 13);
            Fails("reaches back", tooFar);

            var (badDistance, _) = Block(count, distances: [1]);
            badDistance.Symbol(s_literals, 257).Bits(1, 1);
            Fails("no such distance", badDistance);
        }

        static void Fails(string fault, DeflateWriter writer)
        {
            // The header has 10 bytes. The byte is the one after the last bit, or the one with it.
            var at = 10 + (writer.BitCount / 8);
            for (var i = 0; i < 40_000; i++)
            {
                writer.Symbol(s_literals, i % 256);
            }

            var said = GzipSample.FaultOf(writer.ToGzip([]));
            Assert.Contains(fault, said, StringComparison.Ordinal);
            Assert.Contains($"at byte {at}:", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_may_be_cut_off_anywhere()
    {
        var (writer, data) = Block(20_000);
        var file = writer.Symbol(s_literals, 256).ToGzip(data);
        Assert.Equal(data, GzipSample.Decompress(file));
        for (var length = 1000; length < file.Length; length += 251)
        {
            Assert.Contains($"after byte {length}:", GzipSample.FaultOf(file[..length]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Literals_of_one_bit_come_out_right()
    {
        // As many literals as there can be in few bytes, and some that are not the most frequent one.
        byte[] literals = [1, 2, 3, .. new byte[253], 3];
        var random = new Random(6);
        var writer = new DeflateWriter().Dynamic(last: true, literals, [0]);
        var data = new byte[600_000];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(random.Next(50) == 0 ? random.Next(3) : 0);
            writer.Symbol(literals, data[i]);
        }

        Assert.True(data.AsSpan().SequenceEqual(GzipSample.Decompress(writer.Symbol(literals, 256).ToGzip(data))));
    }

    private static (DeflateWriter Writer, byte[] Data) Block(int count, byte[]? distances = null)
    {
        var writer = new DeflateWriter().Dynamic(last: true, s_literals, distances ?? s_distances);
        var data = GzipSample.Random(count, count);
        foreach (var value in data)
        {
            writer.Symbol(s_literals, value);
        }

        return (writer, data);
    }

    private static (DeflateInput Input, DeflateOutput Output, DeflateCodes Codes) Begin(byte[] bits, byte[]? literals = null, byte[]? distances = null)
    {
        var input = new DeflateInput(new MemoryStream(bits), 0);
        var codes = new DeflateCodes();
        Assert.Null(codes.Set(literals ?? s_literals, distances ?? s_distances));
        input.Reserve(TwinDecoder.FewestBytes);
        if (literals is null)
        {
            // Behind the header that the writer has made.
            input.Bit = new DeflateWriter().Dynamic(last: true, s_literals, s_distances).BitCount;
        }

        return (input, new DeflateOutput(), codes);
    }

    private static byte[] MakeLiterals()
    {
        // A share of 1/64 of all codes is left for these.
        byte[] lengths = [4, 4, 4, 4, 6, 6, 6, 6, 6, .. Enumerable.Repeat((byte)8, 89), .. Enumerable.Repeat((byte)9, 158), .. new byte[30]];
        (lengths[256], lengths[257], lengths[258], lengths[264], lengths[285]) = (10, 7, 10, 8, 9);
        return lengths;
    }
}
