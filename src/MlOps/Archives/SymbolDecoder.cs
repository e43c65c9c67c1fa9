using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>The heart of decompression: decodes the symbols of a block, one after the other.</summary>
internal static class SymbolDecoder
{
    /// <summary>Decodes until something stops it.</summary>
    /// <param name="input">The bits, within the block. At least the bytes up to where the padding begins are read.</param>
    /// <param name="safeEnd">The place in the input's buffer where to stop: <see cref="DeflateInput.SafeEnd"/> or before.</param>
    /// <param name="codes">The block's codes.</param>
    /// <param name="output">Where to.</param>
    /// <param name="limit">Where in the output to stop. A match may go beyond it, and copies of it another 32 bytes.</param>
    /// <returns>Why it has stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe DeflateStop Decode(DeflateInput input, int safeEnd, DeflateCodes codes, DeflateOutput output, int limit)
    {
        fixed (byte* inputBytes = input.Buffer, outputBytes = output.Buffer)
        fixed (uint* literals = codes.Literals, distances = codes.Distances)
        {
            var stop = DeflateStop.Input;
            var to = outputBytes + output.Next;
            var toLimit = outputBytes + limit;
            var oldest = outputBytes + output.Oldest;
            var from = inputBytes + input.Next;
            var fromEnd = inputBytes + safeEnd;
            var bits = DeflateBits.Load(from) >> (input.Bit & 7);
            var left = DeflateBits.Loaded - (uint)(input.Bit & 7);
            from += DeflateBits.FirstBytes;
            var entry = literals[bits & DeflateCodes.LiteralMask];
            while (from < fromEnd)
            {
                if (to >= toLimit)
                {
                    stop = DeflateStop.Output;
                    break;
                }

                // Three entries of literals and a length with its extra bits are 56 bits. The entry that is looked up behind a fourth one is in the 64 that are valid.
                bits |= DeflateBits.Load(from) << (int)left;
                from += DeflateBits.Bytes(left);
                left |= DeflateBits.Loaded;
                if ((entry & PrefixCode.NotLiteral) == 0)
                {
                    to = DeflateBits.Put(to, entry);
                    bits >>= (int)entry;
                    left -= entry;
                    entry = literals[bits & DeflateCodes.LiteralMask];
                    if ((entry & PrefixCode.NotLiteral) == 0)
                    {
                        to = DeflateBits.Put(to, entry);
                        bits >>= (int)entry;
                        left -= entry;
                        entry = literals[bits & DeflateCodes.LiteralMask];
                        if ((entry & PrefixCode.NotLiteral) == 0)
                        {
                            to = DeflateBits.Put(to, entry);
                            bits >>= (int)entry;
                            left -= entry;
                            entry = literals[bits & DeflateCodes.LiteralMask];
                            if ((entry & PrefixCode.NotLiteral) == 0)
                            {
                                to = DeflateBits.Put(to, entry);
                                bits >>= (int)entry;
                                left -= entry;
                                entry = literals[bits & DeflateCodes.LiteralMask];
                                continue;
                            }
                        }
                    }
                }

                if ((entry & PrefixCode.Special) != 0)
                {
                    if ((entry & (PrefixCode.EndOfBlock | PrefixCode.Invalid)) == 0)
                    {
                        bits >>= DeflateCodes.LiteralBits;
                        left -= DeflateCodes.LiteralBits;
                        entry = DeflateBits.Sub(literals, entry, bits);
                    }

                    if ((entry & PrefixCode.NotLiteral) == 0)
                    {
                        to = DeflateBits.Put(to, entry);
                        bits >>= (int)entry;
                        left -= entry;
                        entry = literals[bits & DeflateCodes.LiteralMask];
                        continue;
                    }

                    if ((entry & PrefixCode.Special) != 0)
                    {
                        bits >>= (int)entry;
                        left -= entry;
                        stop = (entry & PrefixCode.EndOfBlock) != 0 ? DeflateStop.EndOfBlock : DeflateStop.BadLiteral;
                        break;
                    }
                }

                // A distance takes up to 28 bits.
                var length = DeflateBits.Value(entry, bits);
                bits >>= (int)entry;
                left -= entry;
                bits |= DeflateBits.Load(from) << (int)left;
                from += DeflateBits.Bytes(left);
                left |= DeflateBits.Loaded;
                entry = distances[bits & DeflateCodes.DistanceMask];
                if ((entry & PrefixCode.Special) != 0)
                {
                    if ((entry & PrefixCode.Invalid) == 0)
                    {
                        bits >>= DeflateCodes.DistanceBits;
                        left -= DeflateCodes.DistanceBits;
                        entry = DeflateBits.Sub(distances, entry, bits);
                    }

                    if ((entry & PrefixCode.Invalid) != 0)
                    {
                        bits >>= (int)entry;
                        left -= entry;
                        stop = DeflateStop.BadDistance;
                        break;
                    }
                }

                var distance = DeflateBits.Value(entry, bits);
                bits >>= (int)entry;
                left -= entry;
                if (distance > to - oldest)
                {
                    stop = DeflateStop.TooFar;
                    break;
                }

                entry = literals[bits & DeflateCodes.LiteralMask];
                to = DeflateMatch.Copy(to, distance, length);
            }

            output.Next = (int)(to - outputBytes);
            input.Bit = DeflateBits.Position(from - inputBytes, left);
            return stop;
        }
    }
}
