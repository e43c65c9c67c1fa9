using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>
/// Decodes a block at two places at once, in one thread. One symbol after the other, a processor mostly waits: where a code begins is only known when the one before has been looked up. So a second
/// place, some way ahead, is begun at any bit. It decodes nonsense at first, but soon happens upon a bit where a code really begins, and from there on all is right. When the first place comes to such a
/// bit, it takes over what the second has found. Worth it where there is little but literals, as in a model's weights: what matches refer to is only known when the first place gets there.
/// </summary>
/// <param name="input">The bits.</param>
/// <param name="output">Where to.</param>
internal sealed class TwinDecoder(DeflateInput input, DeflateOutput output)
{
    /// <summary>How many bytes of input there have to be.</summary>
    public const int FewestBytes = Ahead + (MostRounds * 10) + 64;

    // How many bytes ahead the second place is. Much less than a block has, for what is ahead may be of the next one; much more than it takes to get in step.
    private const int Ahead = 2048;

    // How many rounds the two do together. In each a place takes up to 76 bits and makes up to 8 literals.
    private const int MostRounds = 1024;
    private const int MostLiterals = MostRounds * 8;
    private const int MostMatches = 64;

    // How many beginnings of codes, one a round, are remembered for the two to meet at. For weights one or two will do; the more alike the lengths of the codes are, the longer it takes.
    private const int MostMeetings = 128;

    // How far the first place may go beyond the output's limit. All that the second has found finds room behind it.
    private const int Excess = 8 * 1024;

    private readonly byte[] _literals = new byte[MostLiterals + 16];
    private readonly Match[] _matches = new Match[MostMatches];
    private readonly Meeting[] _meetings = new Meeting[MostMeetings];
    private int _literalCount;
    private int _matchCount;
    private int _meetingCount;
    private int _endBit;
    private DeflateStop _end;

    /// <summary>Decodes a stretch.</summary>
    /// <param name="codes">The block's codes.</param>
    /// <param name="stop">Why it has stopped; <see cref="DeflateStop.Input"/> for no reason.</param>
    /// <returns>Whether to go on like this. When the two places have not met, the first one had better go on alone.</returns>
    public bool Decode(DeflateCodes codes, out DeflateStop stop)
    {
        var begin = input.Next + Ahead;
        stop = DecodeBoth(codes, begin);
        if (stop == DeflateStop.Input)
        {
            // The second place may have ended before the first one got there.
            stop = SymbolDecoder.Decode(input, begin + sizeof(ulong), codes, output, output.Limit + Excess);
        }

        if (stop != DeflateStop.Input)
        {
            return true;
        }

        var meeting = Meet(codes, out stop);
        if (meeting >= 0)
        {
            stop = TakeOver(_meetings[meeting].At);
        }

        return meeting >= 0 || stop != DeflateStop.Input;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe DeflateStop DecodeBoth(DeflateCodes codes, int begin)
    {
        fixed (byte* inputBytes = input.Buffer, outputBytes = output.Buffer, literalBytes = _literals)
        fixed (uint* literals = codes.Literals, distances = codes.Distances)
        fixed (Meeting* meetings = _meetings)
        {
            var stop = DeflateStop.Input;
            var end = inputBytes + begin + sizeof(ulong);
            var from = inputBytes + input.Next;
            var bits = DeflateBits.Load(from) >> (input.Bit & 7);
            var left = DeflateBits.Loaded - (uint)(input.Bit & 7);
            from += DeflateBits.FirstBytes;
            var to = outputBytes + output.Next;
            var entry = literals[bits & DeflateCodes.LiteralMask];

            var secondFrom = inputBytes + begin;
            var secondBits = DeflateBits.Load(secondFrom);
            var secondLeft = DeflateBits.Loaded;
            secondFrom += DeflateBits.FirstBytes;
            var secondTo = literalBytes;
            var secondEntry = literals[secondBits & DeflateCodes.LiteralMask];

            _end = DeflateStop.Input;
            _matchCount = 0;
            _meetingCount = 0;
            for (var round = 0; round < MostRounds && from < end; round++)
            {
                bits |= DeflateBits.Load(from) << (int)left;
                from += DeflateBits.Bytes(left);
                left |= DeflateBits.Loaded;
                secondBits |= DeflateBits.Load(secondFrom) << (int)secondLeft;
                secondFrom += DeflateBits.Bytes(secondLeft);
                secondLeft |= DeflateBits.Loaded;

                if (round < MostMeetings)
                {
                    meetings[round] = new(DeflateBits.Position(secondFrom - inputBytes, secondLeft), (int)(secondTo - literalBytes));
                    _meetingCount = round + 1;
                }

                if (((entry | secondEntry) & PrefixCode.NotLiteral) == 0)
                {
                    to = DeflateBits.Put(to, entry);
                    bits >>= (int)entry;
                    left -= entry;
                    entry = literals[bits & DeflateCodes.LiteralMask];
                    secondTo = DeflateBits.Put(secondTo, secondEntry);
                    secondBits >>= (int)secondEntry;
                    secondLeft -= secondEntry;
                    secondEntry = literals[secondBits & DeflateCodes.LiteralMask];
                    if (((entry | secondEntry) & PrefixCode.NotLiteral) == 0)
                    {
                        to = DeflateBits.Put(to, entry);
                        bits >>= (int)entry;
                        left -= entry;
                        entry = literals[bits & DeflateCodes.LiteralMask];
                        secondTo = DeflateBits.Put(secondTo, secondEntry);
                        secondBits >>= (int)secondEntry;
                        secondLeft -= secondEntry;
                        secondEntry = literals[secondBits & DeflateCodes.LiteralMask];
                        if (((entry | secondEntry) & PrefixCode.NotLiteral) == 0)
                        {
                            to = DeflateBits.Put(to, entry);
                            bits >>= (int)entry;
                            left -= entry;
                            entry = literals[bits & DeflateCodes.LiteralMask];
                            secondTo = DeflateBits.Put(secondTo, secondEntry);
                            secondBits >>= (int)secondEntry;
                            secondLeft -= secondEntry;
                            secondEntry = literals[secondBits & DeflateCodes.LiteralMask];
                            if (((entry | secondEntry) & PrefixCode.NotLiteral) == 0)
                            {
                                to = DeflateBits.Put(to, entry);
                                bits >>= (int)entry;
                                left -= entry;
                                entry = literals[bits & DeflateCodes.LiteralMask];
                                secondTo = DeflateBits.Put(secondTo, secondEntry);
                                secondBits >>= (int)secondEntry;
                                secondLeft -= secondEntry;
                                secondEntry = literals[secondBits & DeflateCodes.LiteralMask];
                                continue;
                            }
                        }
                    }
                }

                if ((secondEntry & PrefixCode.NotLiteral) != 0)
                {
                    // As SymbolDecoder does, but a match is only noted, with a byte in its place.
                    if ((secondEntry & (PrefixCode.Special | PrefixCode.EndOfBlock | PrefixCode.Invalid)) == PrefixCode.Special)
                    {
                        secondBits >>= DeflateCodes.LiteralBits;
                        secondLeft -= DeflateCodes.LiteralBits;
                        secondEntry = DeflateBits.Sub(literals, secondEntry, secondBits);
                    }

                    if ((secondEntry & PrefixCode.NotLiteral) == 0)
                    {
                        secondTo = DeflateBits.Put(secondTo, secondEntry);
                    }
                    else if ((secondEntry & PrefixCode.Special) != 0)
                    {
                        _end = (secondEntry & PrefixCode.EndOfBlock) != 0 ? DeflateStop.EndOfBlock : DeflateStop.BadLiteral;
                    }
                    else
                    {
                        var length = DeflateBits.Value(secondEntry, secondBits);
                        secondBits >>= (int)secondEntry;
                        secondLeft -= secondEntry;
                        secondBits |= DeflateBits.Load(secondFrom) << (int)secondLeft;
                        secondFrom += DeflateBits.Bytes(secondLeft);
                        secondLeft |= DeflateBits.Loaded;
                        secondEntry = distances[secondBits & DeflateCodes.DistanceMask];
                        if ((secondEntry & (PrefixCode.Special | PrefixCode.Invalid)) == PrefixCode.Special)
                        {
                            secondBits >>= DeflateCodes.DistanceBits;
                            secondLeft -= DeflateCodes.DistanceBits;
                            secondEntry = DeflateBits.Sub(distances, secondEntry, secondBits);
                        }

                        if ((secondEntry & PrefixCode.Invalid) != 0)
                        {
                            _end = DeflateStop.BadDistance;
                        }
                        else
                        {
                            var behind = DeflateBits.Position(secondFrom - inputBytes, secondLeft - secondEntry);
                            _matches[_matchCount++] = new((int)(secondTo - literalBytes), behind, length, DeflateBits.Value(secondEntry, secondBits));
                            secondTo++;
                        }
                    }

                    secondBits >>= (int)secondEntry;
                    secondLeft -= secondEntry;
                    secondEntry = literals[secondBits & DeflateCodes.LiteralMask];
                    if (_end != DeflateStop.Input || _matchCount == MostMatches)
                    {
                        break;
                    }
                }

                if ((entry & PrefixCode.NotLiteral) != 0)
                {
                    output.Next = (int)(to - outputBytes);
                    input.Bit = DeflateBits.Position(from - inputBytes, left);
                    stop = DecodeStep(codes);
                    from = inputBytes + input.Next;
                    bits = DeflateBits.Load(from) >> (input.Bit & 7);
                    left = DeflateBits.Loaded - (uint)(input.Bit & 7);
                    from += DeflateBits.FirstBytes;
                    to = outputBytes + output.Next;
                    entry = literals[bits & DeflateCodes.LiteralMask];
                    if (stop != DeflateStop.Input)
                    {
                        break;
                    }
                }
            }

            output.Next = (int)(to - outputBytes);
            input.Bit = DeflateBits.Position(from - inputBytes, left);
            _literalCount = (int)(secondTo - literalBytes);
            _endBit = DeflateBits.Position(secondFrom - inputBytes, secondLeft);
            return stop;
        }
    }

    // The first place goes on, a symbol at a time, until it is where a symbol of the second one begins. The number of that meeting, or less than zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe int Meet(DeflateCodes codes, out DeflateStop stop)
    {
        stop = DeflateStop.Input;
        fixed (byte* inputBytes = input.Buffer, outputBytes = output.Buffer)
        {
            for (var meeting = 0; meeting < _meetingCount && stop == DeflateStop.Input;)
            {
                var ahead = _meetings[meeting].Bit - input.Bit;
                if (ahead == 0)
                {
                    return meeting;
                }

                if (ahead < 0)
                {
                    meeting++;
                    continue;
                }

                var bits = DeflateBits.Load(inputBytes + input.Next) >> (input.Bit & 7);
                var entry = codes.Literals[bits & DeflateCodes.LiteralMask];
                if ((entry & PrefixCode.NotLiteral) == 0)
                {
                    output.Next = (int)(DeflateBits.Put(outputBytes + output.Next, entry) - outputBytes);
                    input.Bit += (int)(entry & 0xFF);
                }
                else
                {
                    stop = DecodeStep(codes);
                }
            }
        }

        return -1;
    }

    // What the second place has found from a meeting on becomes the output.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe DeflateStop TakeOver(int at)
    {
        foreach (ref readonly var match in _matches.AsSpan(0, _matchCount))
        {
            if (match.At < at)
            {
                continue;
            }

            TakeLiterals(at, match.At);
            at = match.At + 1;
            if (match.Distance > output.Next - output.Oldest)
            {
                input.Bit = match.Behind;
                return DeflateStop.TooFar;
            }

            fixed (byte* bytes = output.Buffer)
            {
                output.Next = (int)(DeflateMatch.Copy(bytes + output.Next, match.Distance, match.Length) - bytes);
            }
        }

        TakeLiterals(at, _literalCount);
        input.Bit = _endBit;
        return _end;
    }

    private void TakeLiterals(int begin, int end)
    {
        _literals.AsSpan(begin..end).CopyTo(output.Buffer.AsSpan(output.Next));
        output.Next += end - begin;
    }

    // A few symbols of the first place alone.
    private DeflateStop DecodeStep(DeflateCodes codes) => SymbolDecoder.Decode(input, input.Next + sizeof(ulong), codes, output, output.Limit + Excess);

    // A match among the second place's literals: where, the bit behind it, and what it says.
    private readonly record struct Match(int At, int Behind, uint Length, uint Distance);

    // A bit where a symbol of the second place begins, and the number of literals before it.
    private readonly record struct Meeting(int Bit, int At);
}
