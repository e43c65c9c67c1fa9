using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>Decompresses deflate blocks (RFC 1951), one after the other.</summary>
/// <param name="input">The compressed bits, at the header of a block.</param>
/// <param name="output">Where to.</param>
internal sealed class Inflater(DeflateInput input, DeflateOutput output)
{
    // More than the longest header of a block: 17 bits, 19 lengths of 3 bits, and 316 lengths of up to 14 bits.
    private const int LongestHeader = 1024;

    // So few bytes are left only at the end of the stream.
    private const int FewestBytes = 64;

    private const int CodeLengthBits = 7;

    private readonly DeflateCodes _ownCodes = new();
    private readonly uint[] _codeLengthTable = new uint[1 << CodeLengthBits];
    private readonly byte[] _lengths = new byte[DeflateSymbols.LiteralsAndLengths + DeflateSymbols.Distances];
    private readonly TwinDecoder _twin = new(input, output);
    private DeflateCodes? _codes;
    private bool _isTwin;
    private int _stored;

    /// <summary>Whether the block is the last one.</summary>
    public bool IsLast { get; private set; }

    // The order in which the code lengths of code lengths are given.
    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Reads the header of a block.</summary>
    public void BeginBlock()
    {
        IsLast = input.TakeBits(1) != 0;
        switch (input.TakeBits(2))
        {
            case 0:
                input.SkipToByte();
                _stored = input.TakeUInt16();
                _codes = null;
                if (input.TakeUInt16() != (_stored ^ 0xFFFF))
                {
                    throw input.Damaged("the length of a stored block is not what its complement says");
                }

                break;
            case 1:
                _codes = DeflateCodes.Fixed;
                _isTwin = false;
                break;
            case 2:
                ReadCodes();
                _codes = _ownCodes;
                _isTwin = _ownCodes.HasFewMatches;
                break;
            default:
                throw input.Damaged("there is no such type of block");
        }
    }

    /// <summary>Decompresses more of a block, up to the limit of the output or somewhat beyond.</summary>
    /// <returns>Whether the block has ended.</returns>
    public bool Continue() => _codes is null ? CopyStored() : Decode(_codes);

    private bool Decode(DeflateCodes codes)
    {
        while (output.Next < output.Limit)
        {
            DeflateStop stop;
            if (_isTwin && output.IsWholeWanted && input.Reserve(TwinDecoder.FewestBytes))
            {
                _isTwin = _twin.Decode(codes, out stop);
            }
            else
            {
                input.Reserve(FewestBytes);
                stop = SymbolDecoder.Decode(input, input.SafeEnd, codes, output, output.Limit);
            }

            input.ThrowIfPastEnd();
            switch (stop)
            {
                case DeflateStop.EndOfBlock:
                    return true;
                case DeflateStop.BadLiteral:
                    throw input.Damaged("there is no such literal or length");
                case DeflateStop.BadDistance:
                    throw input.Damaged("there is no such distance");
                case DeflateStop.TooFar:
                    throw input.Damaged("a distance reaches back before the beginning");
            }
        }

        return false;
    }

    private bool CopyStored()
    {
        while (_stored > 0 && output.Next < output.Limit)
        {
            if (!input.Reserve(1))
            {
                throw input.CutOff();
            }

            var count = Math.Min(Math.Min(_stored, output.Limit - output.Next), input.End - input.Next);
            input.Buffer.AsSpan(input.Next, count).CopyTo(output.Buffer.AsSpan(output.Next));
            input.SkipBytes(count);
            output.Next += count;
            _stored -= count;
        }

        return _stored == 0;
    }

    private void ReadCodes()
    {
        input.Reserve(LongestHeader);
        var literals = input.TakeBits(5) + 257;
        var distances = input.TakeBits(5) + 1;
        var codeLengths = input.TakeBits(4) + 4;
        if (literals > DeflateSymbols.LiteralsAndLengths || distances > DeflateSymbols.Distances)
        {
            throw input.Damaged("a block has codes for more symbols than there are");
        }

        Span<byte> lengths = stackalloc byte[CodeLengthOrder.Length];
        lengths.Clear();
        for (var i = 0; i < codeLengths; i++)
        {
            lengths[CodeLengthOrder[i]] = (byte)input.TakeBits(3);
        }

        if (PrefixCode.Build(lengths, DeflateSymbols.CodeLengthEntries, _codeLengthTable, CodeLengthBits, mayBeIncomplete: false) is { } wrong)
        {
            throw input.Damaged($"a block's code of code lengths {wrong}");
        }

        if (ReadLengths(_lengths.AsSpan(0, literals + distances)) is { } wrongLengths)
        {
            throw input.Damaged(wrongLengths);
        }

        input.ThrowIfPastEnd();
        if (_ownCodes.Set(_lengths.AsSpan(0, literals), _lengths.AsSpan(literals, distances)) is { } wrongCodes)
        {
            throw input.Damaged(wrongCodes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe string? ReadLengths(Span<byte> lengths)
    {
        string? wrong = null;
        fixed (byte* bytes = input.Buffer)
        {
            var safeEnd = bytes + input.SafeEnd;
            var from = bytes + input.Next;
            var bits = DeflateBits.Load(from) >> (input.Bit & 7);
            var left = DeflateBits.Loaded - (uint)(input.Bit & 7);
            from += DeflateBits.FirstBytes;
            var i = 0;
            while (i < lengths.Length && from < safeEnd)
            {
                bits |= DeflateBits.Load(from) << (int)left;
                from += DeflateBits.Bytes(left);
                left |= DeflateBits.Loaded;
                var entry = _codeLengthTable[(int)DeflateBits.Low(bits, CodeLengthBits)];
                bits >>= (int)entry;
                left -= entry;
                var symbol = entry >> PrefixCode.ValueShift;
                if (symbol < 16)
                {
                    lengths[i++] = (byte)symbol;
                    continue;
                }

                var (extra, fewest) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
                var count = fewest + (int)DeflateBits.Low(bits, extra);
                bits >>= extra;
                left -= (uint)extra;
                if (symbol == 16 && i == 0)
                {
                    wrong = "a block repeats a code length before the first one";
                    break;
                }

                if (count > lengths.Length - i)
                {
                    wrong = "a block has more code lengths than symbols";
                    break;
                }

                lengths.Slice(i, count).Fill(symbol == 16 ? lengths[i - 1] : (byte)0);
                i += count;
            }

            input.Bit = DeflateBits.Position(from - bytes, left);
        }

        return wrong;
    }
}
