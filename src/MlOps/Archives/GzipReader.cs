namespace MlOps;

/// <summary>Decompresses gzip (RFC 1952), one member or several one after the other, forwards. How much memory it takes does not depend on the data.</summary>
public sealed class GzipReader
{
    // Blocks that begin closer to one another are not remembered: there is room for so many.
    private const int LeastBetweenBlocks = 256;

    private readonly DeflateInput _input;
    private readonly Inflater _inflater;
    private readonly DeflateOutput _output = new();
    private long _pieceStart;

    // The blocks that begin in the piece, and the last one that began before.
    private readonly Block[] _blocks = new Block[DeflateOutput.PieceSize / LeastBetweenBlocks];
    private int _blockCount;
    private GzipPoint _earlier;
    private readonly byte[] _earlierWindow = new byte[DeflateOutput.WindowSize];

    private readonly int _bitsToSkip;
    private State _state;
    private bool _isBroken;
    private long _memberStart;
    private uint _crc;
    private int _crcNext = DeflateOutput.Begin;

    /// <summary>Makes a reader. Nothing is read before the first <see cref="Read"/>.</summary>
    /// <param name="compressed">The file, at its first byte, or at the byte in which <paramref name="start"/> is. More of it is read than is decompressed.</param>
    /// <param name="start">Where to begin; <see langword="null"/> for the beginning of the file.</param>
    public GzipReader(Stream compressed, GzipPoint? start = null)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        start ??= GzipPoint.Beginning;
        if (start.Window.Length > DeflateOutput.WindowSize || start.CompressedBit < 0 || start.MemberPosition < start.Window.Length || start.Position < start.MemberPosition
            || (start.CompressedBit == 0 && start.Position != 0))
        {
            throw new ArgumentException("There can be no such point in a gzip file.", nameof(start));
        }

        _input = new(compressed, start.CompressedBit / 8);
        _inflater = new(_input, _output);
        _earlier = start;
        _pieceStart = start.Position;
        if (start.CompressedBit == 0)
        {
            return;
        }

        _state = State.Middle;
        _bitsToSkip = (int)(start.CompressedBit % 8);
        _memberStart = start.Position - start.MemberPosition;
        _crc = start.MemberCrc;
        _output.SetWindow(start.Window.Span);
    }

    private enum State
    {
        Beginning,
        Middle,
        Block,
        Content,
        Trailer,
        Between,
        End,
    }

    /// <summary>Where in the decompressed file the bytes of the next <see cref="Read"/> begin.</summary>
    public long Position => _pieceStart + _output.Piece.Length;

    /// <summary>Decompresses the next bytes. That they are right is only known when the member's checksum has been reached: at the latest when the end has.</summary>
    /// <param name="most">How many bytes are wanted at most, for who stops in the middle of a file: hardly more of it is needed than for those.</param>
    /// <returns>The bytes, at most some 180 KiB, valid until the next call; none at the end of the file.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the file is damaged, no gzip, or ends too early.</exception>
    public ReadOnlySpan<byte> Read(int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        if (_isBroken)
        {
            throw new InvalidOperationException("The reader cannot go on after a read that has failed.");
        }

        // It stays like this when anything is thrown.
        _isBroken = true;
        BeginPiece();
        _output.Want(most);
        while (_output.Next < _output.Limit && _state != State.End)
        {
            Step();
        }

        Check();
        _isBroken = false;
        return _output.Piece;
    }

    /// <summary>Finds the last place, at or before a position, where decompression can begin; of several within 256 bytes maybe an earlier one. It may be in a piece long before.</summary>
    /// <param name="position">A position in the piece that <see cref="Read"/> gave last, or its end.</param>
    /// <returns>The place, with all that is needed to begin there. It is where this reader began, or the beginning of the file, when no block has begun since.</returns>
    public GzipPoint PointBefore(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, _pieceStart);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        var at = DeflateOutput.Begin + (int)(position - _pieceStart);
        var last = _blockCount - 1;
        while (last >= 0 && _blocks[last].At > at)
        {
            last--;
        }

        return last < 0
            ? _earlier with { Window = _earlier.Window.ToArray() }
            : PointOf(_blocks[last], _output.Buffer.AsSpan(_blocks[last].WindowBegin.._blocks[last].At).ToArray());
    }

    private void BeginPiece()
    {
        if (_blockCount > 0)
        {
            var last = _blocks[_blockCount - 1];
            var window = _earlierWindow.AsMemory(0, last.At - last.WindowBegin);
            _output.Buffer.AsSpan(last.WindowBegin..last.At).CopyTo(window.Span);
            _earlier = PointOf(last, window);
            _blockCount = 0;
        }

        _pieceStart = Position;
        _output.BeginPiece();
        _crcNext = DeflateOutput.Begin;
    }

    private void Step()
    {
        switch (_state)
        {
            case State.Beginning:
                BeginMember();
                break;
            case State.Middle:
                _input.TakeBits(_bitsToSkip);
                _state = State.Block;
                break;
            case State.Block:
                NoteBlock();
                _inflater.BeginBlock();
                _state = State.Content;
                break;
            case State.Content:
                if (_inflater.Continue())
                {
                    _state = _inflater.IsLast ? State.Trailer : State.Block;
                }

                break;
            case State.Trailer:
                EndMember();
                _state = State.Between;
                break;
            case State.Between:
                if (GzipHeader.IsNext(_input))
                {
                    BeginMember();
                }
                else
                {
                    _state = State.End;
                }

                break;
        }
    }

    private void BeginMember()
    {
        GzipHeader.Skip(_input);
        _memberStart = Position;
        _output.Oldest = _output.Next;
        _crc = 0;
        _state = State.Block;
    }

    private void EndMember()
    {
        Check();
        _input.SkipToByte();
        if (_input.TakeUInt32() != _crc)
        {
            throw _input.Damaged("what was decompressed is not what the checksum says");
        }

        if (_input.TakeUInt32() != (uint)(Position - _memberStart))
        {
            throw _input.Damaged("what was decompressed is not as long as it should be");
        }
    }

    private void NoteBlock()
    {
        if (_blockCount == 0 || _output.Next - _blocks[_blockCount - 1].At >= LeastBetweenBlocks)
        {
            Check();
            _blocks[_blockCount++] = new(_input.Position, _output.Next, _output.WindowBegin, Position - _memberStart, _crc);
        }
    }

    // Brings the checksum up to the last byte.
    private void Check()
    {
        _crc = (uint)Crc.Crc32.Append(_crc, _output.Buffer.AsSpan(_crcNext.._output.Next));
        _crcNext = _output.Next;
    }

    private GzipPoint PointOf(Block block, ReadOnlyMemory<byte> window) => new()
    {
        CompressedBit = block.Bit,
        Position = _pieceStart + (block.At - DeflateOutput.Begin),
        MemberPosition = block.MemberPosition,
        MemberCrc = block.Crc,
        Window = window,
    };

    // A block that begins in the piece: its bit in the file, its place in the buffer, where what it may reach back to begins there, and the member's bytes and CRC before it.
    private readonly record struct Block(long Bit, int At, int WindowBegin, long MemberPosition, uint Crc);
}
