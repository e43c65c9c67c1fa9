using System.Buffers;

namespace MlOps;

/// <summary>
/// What is known of one version of an archive: its members, and the places at which reading can begin. It is written while the archive is read for the first time and is of use even when that came to an
/// early end. To lose one costs a new reading and nothing else, so what fails here is not an error.
/// </summary>
internal sealed class ArchiveIndex : IDisposable
{
    private const int MostMembers = 1_000_000;
    private const long MostBytes = 256 << 20;
    private const int FormatVersion = 1;
    private const int FlushSize = 64 * 1024;

    private readonly string _path;
    private readonly StoredObject _archive;
    private readonly IDisposable? _lock;
    private readonly List<ArchivePoint> _points = [];
    private readonly ArrayBufferWriter<byte> _unwritten = new();
    private FileStream? _file;
    private long _end;
    private long _members;

    /// <summary>Opens the index of an archive.</summary>
    /// <param name="path">The file; it need not be there.</param>
    /// <param name="archive">The archive, whose version is known.</param>
    /// <param name="writing">Held while the index may be written; <see langword="null"/> when it may not.</param>
    public ArchiveIndex(string path, StoredObject archive, IDisposable? writing)
    {
        _path = path;
        _archive = archive;
        _lock = writing;
        try
        {
            Read();
            if (writing is not null)
            {
                _file = OpenForWriting(path);
            }
        }
        catch (Exception e) when (IsOfFile(e))
        {
            Forget();
        }
    }

    /// <summary>An index with more members is not gone on with.</summary>
    internal int MembersAllowed { get; init; } = MostMembers;

    /// <summary>An index of more bytes is not gone on with.</summary>
    internal long BytesAllowed { get; init; } = MostBytes;

    /// <summary>Whether nobody else uses the index for writing, and nothing has gone wrong with it.</summary>
    public bool IsWritable => _file is not null;

    /// <summary>Whether the whole archive is in it, and was right.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the archive is compressed.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>How many bytes the archive has when it is decompressed; known when the index is complete.</summary>
    public long Length { get; private set; }

    /// <summary>Whether headers hold beyond their member, so that reading cannot begin in the middle with headers.</summary>
    public bool HasRules { get; private set; }

    /// <summary>The restart points in their order.</summary>
    public IReadOnlyList<ArchivePoint> Points => _points;

    /// <summary>The last member that has restart points in its content.</summary>
    public ArchiveMember? Begun { get; private set; }

    /// <summary>Reads the members from the file, in the order of the archive.</summary>
    /// <param name="until">Where in the file to stop; <see langword="null"/> for all that was there when the index was opened.</param>
    /// <returns>The members.</returns>
    public IEnumerable<ArchiveMember> Members(long? until = null)
    {
        var end = until ?? _end;
        if (end == 0)
        {
            yield break;
        }

        using var stream = OpenForReading(_path);
        while (stream.Position < end && ArchiveRecord.Read(stream) is var (kind, content))
        {
            if (kind == ArchiveRecord.Kind.Member)
            {
                yield return ArchiveRecord.ReadMember(content);
            }
        }
    }

    /// <summary>Reads what the decompressor needs to begin at a point.</summary>
    /// <param name="point">A point of this index.</param>
    /// <returns>The point with its window.</returns>
    /// <exception cref="MlOpsException">The file has changed since it was opened.</exception>
    public GzipPoint Load(ArchivePoint point)
    {
        try
        {
            using var stream = OpenForReading(_path);
            stream.Position = point.Record;
            if (ArchiveRecord.Read(stream) is (ArchiveRecord.Kind.Point, var content))
            {
                return ArchiveRecord.ReadGzipPoint(content);
            }
        }
        catch (Exception e) when (IsOfFile(e))
        {
            // The same as when there is something else in it.
        }

        throw new MlOpsException(ErrorCode.Corrupt, $"The index '{_path}' of '{_archive.Location}' cannot be read.", "Remove the file: it is made anew.", _path);
    }

    /// <summary>Begins the index anew.</summary>
    /// <param name="isCompressed">Whether the archive is compressed.</param>
    public void Begin(bool isCompressed)
    {
        Forget();
        IsCompressed = isCompressed;
        Write(ArchiveRecord.Make(ArchiveRecord.Kind.Archive, writer =>
        {
            writer.Write(FormatVersion);
            writer.Write(_archive.Location.ToString());
            writer.Write(_archive.Version);
            writer.Write(_archive.Size);
            writer.Write(isCompressed);
        }));
    }

    /// <summary>Goes on behind a restart point. What is known of the archive beyond it is forgotten.</summary>
    /// <param name="point">The point.</param>
    public void GoOnAfter(ArchivePoint point)
    {
        var kept = _points.IndexOf(point) + 1;
        _points.RemoveRange(kept, _points.Count - kept);
        _end = point.RecordEnd;
        Begun = point.Within == Begun?.HeaderOffset ? Begun : null;
        _members = Members().LongCount();
    }

    /// <summary>Writes a member that is through.</summary>
    public void Add(ArchiveMember member)
    {
        if (++_members > MembersAllowed)
        {
            StopWriting();
        }

        Write(ArchiveRecord.Of(member, isThrough: true));
    }

    /// <summary>Writes a restart point, so that it is there whatever happens next.</summary>
    /// <param name="point">The point.</param>
    /// <param name="window">The decompressed bytes before it.</param>
    /// <param name="within">The member within whose content it is; <see langword="null"/> when that is unknown, or there is none.</param>
    public void Add(ArchivePoint point, ReadOnlyMemory<byte> window, ArchiveMember? within)
    {
        if (within is not null && Begun?.HeaderOffset != within.HeaderOffset)
        {
            Begun = within;
            Write(ArchiveRecord.Of(within, isThrough: false));
        }

        Write(ArchiveRecord.Of(point, window));
        Flush();
    }

    /// <summary>Writes that headers hold beyond their member from here on.</summary>
    public void AddRule()
    {
        HasRules = true;
        Write(ArchiveRecord.Make(ArchiveRecord.Kind.Rule, _ => { }));
    }

    /// <summary>Writes that the archive is through.</summary>
    /// <param name="length">Its size when it is decompressed.</param>
    public void Complete(long length)
    {
        Write(ArchiveRecord.Make(ArchiveRecord.Kind.End, writer => writer.Write(length)));
        Flush();
    }

    /// <summary>Removes the index: what it says is not to be relied on.</summary>
    public void Delete()
    {
        StopWriting();
        Forget();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            // Then it says so itself, having no end.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        StopWriting();
        _lock?.Dispose();
    }

    /// <summary>Whether a failure is one of a file.</summary>
    public static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException;

    private void Read()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        using var stream = OpenForReading(_path);
        if (ArchiveRecord.Read(stream) is not (ArchiveRecord.Kind.Archive, var content) || !IsOfArchive(content))
        {
            return;
        }

        _end = stream.Position;
        while (!IsComplete && ArchiveRecord.Read(stream) is var (kind, next))
        {
            switch (kind)
            {
                case ArchiveRecord.Kind.Begun:
                    Begun = ArchiveRecord.ReadMember(next);
                    break;
                case ArchiveRecord.Kind.Member:
                    _members++;
                    break;
                case ArchiveRecord.Kind.Point:
                    _points.Add(ArchiveRecord.ReadPoint(next) with { Record = _end, RecordEnd = stream.Position });
                    break;
                case ArchiveRecord.Kind.Rule:
                    HasRules = true;
                    break;
                case ArchiveRecord.Kind.End:
                    Length = BitConverter.ToInt64(next);
                    IsComplete = true;
                    break;
            }

            _end = stream.Position;
        }

        if (IsComplete)
        {
            // The least recently used ones go first.
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
    }

    private bool IsOfArchive(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var isIt = reader.ReadInt32() == FormatVersion
            && reader.ReadString() == _archive.Location.ToString()
            && reader.ReadString() == _archive.Version
            && reader.ReadInt64() == _archive.Size;
        IsCompressed = isIt && reader.ReadBoolean();
        return isIt;
    }

    private void Write(byte[] record)
    {
        if (_file is null)
        {
            return;
        }

        _unwritten.Write(record);
        if (_unwritten.WrittenCount > FlushSize)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (_file is null || _unwritten.WrittenCount == 0)
        {
            return;
        }

        try
        {
            if (_end + _unwritten.WrittenCount > BytesAllowed)
            {
                StopWriting();
                return;
            }

            // What was there beyond is of an earlier reading.
            if (_file.Length > _end)
            {
                _file.SetLength(_end);
            }

            _file.Position = _end;
            _file.Write(_unwritten.WrittenSpan);
            _end += _unwritten.WrittenCount;
            _unwritten.ResetWrittenCount();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            StopWriting();
        }
    }

    private void StopWriting()
    {
        _file?.Dispose();
        _file = null;
        _unwritten.ResetWrittenCount();
    }

    private void Forget()
    {
        _points.Clear();
        _unwritten.ResetWrittenCount();
        (_end, _members, Length) = (0, 0, 0);
        (IsComplete, HasRules) = (false, false);
        Begun = null;
    }

    private static FileStream OpenForReading(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FlushSize);

    private static FileStream OpenForWriting(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }
}
