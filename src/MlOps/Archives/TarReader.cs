namespace MlOps;

/// <summary>
/// Reads a tar archive forward, in pieces of any size: v7, ustar, PAX and GNU, with long names, large numbers, and sizes beyond 8 GiB. It holds one block, or one header of at most a mebibyte, at a time.
/// What is no file becomes a member that says so and leads nowhere.
/// </summary>
/// <param name="sink">Takes what is found.</param>
internal sealed class TarReader(ITarSink sink)
{
    // No file system has longer names; and a thousand bytes of gzip make a name of a mebibyte.
    private const int LongestName = 4096;
    private const int LongestLink = 100;
    private const int LargestHeader = 1 << 20;

    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private int _filled;
    private State _state;
    private long _left;
    private bool _isFile;
    private byte[] _long = [];
    private int _longFilled;
    private char _longType;

    // Of the headers before that of the member itself.
    private long _headers = -1;
    private PaxRecords _all = PaxRecords.None;
    private PaxRecords? _own;
    private string? _longName;
    private string? _longLink;
    private ArchiveMember? _sparse;

    private enum State
    {
        Header,
        LongHeader,
        LongPadding,
        Pieces,
        Content,
        Padding,
        SecondEnd,
        Ended,
    }

    /// <summary>Where the next piece begins in the archive.</summary>
    public long Position { get; private set; }

    /// <summary>Begins at the headers of a member.</summary>
    /// <param name="position">Where they begin in the archive.</param>
    public void StartAt(long position) => Position = position;

    /// <summary>Begins within the content of a member.</summary>
    /// <param name="position">Where, in the archive.</param>
    /// <param name="member">The member.</param>
    public void StartIn(long position, ArchiveMember member)
    {
        Position = position;
        BeginContent(member.Offset + member.Size - position, isFile: true);
    }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The bytes.</param>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: this is no tar archive, or it is damaged.</exception>
    public void Read(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var taken = _state switch
            {
                State.Header or State.SecondEnd or State.Pieces => ReadBlock(piece),
                State.LongHeader => ReadLong(piece),
                State.Content => ReadContent(piece),
                State.LongPadding or State.Padding => Skip(piece),
                _ => piece.Length,
            };
            piece = piece[taken..];
        }
    }

    /// <summary>There is no more. The end may be without its sign, as some programs leave it, but not in the middle of something.</summary>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the archive ends too early.</exception>
    public void Finish()
    {
        if (_filled > 0 || (_state is not (State.SecondEnd or State.Ended) && (_state != State.Header || IsWithinHeaders)))
        {
            throw Damaged($"it ends in the middle, at byte {Position}");
        }
    }

    private bool IsWithinHeaders => _own is not null || _longName is not null || _longLink is not null;

    private int ReadBlock(ReadOnlySpan<byte> piece)
    {
        if (_filled == 0 && _headers < 0 && _state == State.Header)
        {
            _headers = Position;
            sink.Headers(Position);
        }

        var taken = Math.Min(piece.Length, _block.Length - _filled);
        piece[..taken].CopyTo(_block.AsSpan(_filled));
        _filled += taken;
        Position += taken;
        if (_filled == _block.Length)
        {
            _filled = 0;
            switch (_state)
            {
                case State.Header:
                    ReadHeader(new(_block));
                    break;
                case State.Pieces:
                    ReadPieces(TarHeader.HasMorePiecesAfter(_block));
                    break;
                default:
                    ReadSecondEnd(new(_block));
                    break;
            }
        }

        return taken;
    }

    private void ReadHeader(TarHeader header)
    {
        if (header.IsEmpty)
        {
            if (IsWithinHeaders)
            {
                throw Damaged($"the headers at byte {_headers} belong to nothing");
            }

            _state = State.SecondEnd;
            return;
        }

        var at = Position - TarHeader.BlockSize;
        if (!header.IsSound)
        {
            throw Damaged(at == 0 ? "it does not begin as a tar archive does" : $"the header at byte {at} has not the sum that it says");
        }

        if (header.Size is not { } size)
        {
            throw Damaged($"the header at byte {at} has a size that cannot be");
        }

        switch (header.Type)
        {
            case 'x' or 'X' or 'g' or 'L' or 'K':
                BeginLong(header.Type, size, at);
                break;
            default:
                BeginMember(header, size, at);
                break;
        }
    }

    private void ReadSecondEnd(TarHeader header)
    {
        if (!header.IsEmpty)
        {
            throw Damaged($"the block at byte {Position - TarHeader.BlockSize} follows one of zeros, and is none itself");
        }

        _state = State.Ended;
    }

    private void BeginLong(char type, long size, long at)
    {
        if (size > LargestHeader)
        {
            throw Damaged($"the header at byte {at} says that {size} bytes belong to it, more than the {LargestHeader} that are read");
        }

        _longType = type;
        _longFilled = 0;
        _left = size;
        if (_long.Length < size)
        {
            _long = new byte[size];
        }

        _state = State.LongHeader;
        if (size == 0)
        {
            EndLong();
        }
    }

    private int ReadLong(ReadOnlySpan<byte> piece)
    {
        var taken = (int)Math.Min(piece.Length, _left);
        piece[..taken].CopyTo(_long.AsSpan(_longFilled));
        _longFilled += taken;
        _left -= taken;
        Position += taken;
        if (_left == 0)
        {
            EndLong();
        }

        return taken;
    }

    private void EndLong()
    {
        var content = _long.AsSpan(0, _longFilled);
        switch (_longType)
        {
            case 'L':
                _longName = TarHeader.Text(TarHeader.UntilZero(content));
                break;
            case 'K':
                _longLink = TarHeader.Text(TarHeader.UntilZero(content));
                break;
            case 'g':
                var all = _all.With(content) ?? throw DamagedRecords();
                if (all != _all)
                {
                    _all = all;
                    sink.Rule();
                }

                // Nothing has to follow it: it belongs to no member.
                break;
            default:
                _own = (_own ?? PaxRecords.None).With(content) ?? throw DamagedRecords();
                break;
        }

        _left = Padding(_longFilled);
        _state = _left > 0 ? State.LongPadding : State.Header;
    }

    private void BeginMember(TarHeader header, long sizeInHeader, long at)
    {
        var own = _own ?? PaxRecords.None;
        var isSparse = own.IsSparse || _all.IsSparse;
        var name = own.SparsePath ?? _longName ?? own.Path ?? _all.Path ?? header.Name;
        var link = _longLink ?? own.Link ?? _all.Link ?? header.Link;
        var type = header.Type;

        // Links, devices and folders have no content, whatever size is written there.
        var size = type is >= '1' and <= '6' ? 0 : own.Size ?? _all.Size ?? sizeInHeader;
        if (size > long.MaxValue - Position - (2 * TarHeader.BlockSize))
        {
            throw Damaged($"the header at byte {at} has a size that cannot be");
        }

        while (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name[2..].TrimStart('/');
        }

        var headers = _headers;
        _headers = -1;
        _own = null;
        _longName = null;
        _longLink = null;

        // Folders, and the label of a volume. An old program marks a folder by nothing but the slash.
        if (type is '5' or 'D' or 'V' || (name.EndsWith('/') && (type == '\0' || (type == '0' && size == 0))))
        {
            BeginContent(size, isFile: false);
            return;
        }

        var member = new ArchiveMember
        {
            Path = name.Length > LongestName ? name[..LongestName] : name,
            Size = size,
            LastModified = own.Time ?? _all.Time ?? (header.Time is { } seconds ? UnixTime.FromSeconds(seconds) : default),
            HeaderOffset = headers,
            Offset = Position,
            Fault = FaultOf(isSparse ? 'S' : type, link) ?? (name.Length > LongestName ? $"its name has {name.Length} characters" : null),
        };
        if (type == 'S')
        {
            _sparse = member;
            ReadPieces(header.HasMorePieces);
        }
        else
        {
            sink.Begin(member);
            BeginContent(size, isFile: true);
        }
    }

    private static string? FaultOf(char type, string link)
    {
        return type switch
        {
            '0' or '\0' or '7' => null,
            '1' => $"it is a hard link to '{Shown()}'",
            '2' => $"it is a symbolic link to '{Shown()}'",
            '3' => "it is a character device",
            '4' => "it is a block device",
            '6' => "it is a FIFO",
            'S' => "it is a sparse file, of which the archive has only the pieces",
            _ => $"it is of the type '{TerminalText.Clean(type.ToString())}', which is not known here",
        };

        string Shown() => TerminalText.Clean(link.Length > LongestLink ? link[..LongestLink] + "…" : link);
    }

    private void ReadPieces(bool hasMore)
    {
        if (hasMore)
        {
            _state = State.Pieces;
            return;
        }

        var member = _sparse! with { Offset = Position };
        _sparse = null;
        if (member.Size > long.MaxValue - Position - (2 * TarHeader.BlockSize))
        {
            throw Damaged($"the header at byte {member.HeaderOffset} has a size that cannot be");
        }

        sink.Begin(member);
        BeginContent(member.Size, isFile: true);
    }

    private void BeginContent(long size, bool isFile)
    {
        _left = size;
        _isFile = isFile;
        _state = State.Content;
        if (size == 0)
        {
            EndContent();
        }
    }

    private int ReadContent(ReadOnlySpan<byte> piece)
    {
        var taken = (int)Math.Min(piece.Length, _left);
        if (_isFile)
        {
            sink.Content(Position, piece[..taken]);
        }

        _left -= taken;
        Position += taken;
        if (_left == 0)
        {
            EndContent();
        }

        return taken;
    }

    private void EndContent()
    {
        if (_isFile)
        {
            sink.End();
        }

        _left = Padding(Position);
        _state = _left > 0 ? State.Padding : State.Header;
    }

    private int Skip(ReadOnlySpan<byte> piece)
    {
        var taken = (int)Math.Min(piece.Length, _left);
        _left -= taken;
        Position += taken;
        if (_left == 0)
        {
            _state = State.Header;
        }

        return taken;
    }

    // Every header and content begins at a multiple of the block's size, and so does the archive.
    private static long Padding(long length) => -length & (TarHeader.BlockSize - 1);

    private MlOpsException DamagedRecords() => Damaged($"the headers at byte {_headers} cannot be read");

    private static MlOpsException Damaged(string what) => new(ErrorCode.Corrupt, $"The tar archive is damaged: {what}.");
}
