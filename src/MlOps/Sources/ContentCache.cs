using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>
/// What the contents of files were when they were last read, so that an unchanged file need not be read again. One file that lines are appended to; several processes may use it at once. To lose it
/// costs time only, so nothing about it is an error.
/// </summary>
public sealed class ContentCache
{
    private const string FileName = "contents";
    private const int DefaultLimit = 16 << 20;
    private const long SaveAfter = 1L << 30;

    // A file that is written twice within the tick of its clock shows one time for two contents: only what was old when it was read is known (git's documentation: racy-git).
    private static readonly TimeSpan s_old = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly int _limit;
    private readonly ConcurrentDictionary<UInt128, Line> _known;
    private readonly ConcurrentDictionary<UInt128, bool> _used = [];
    private readonly Lock _gate = new();
    private List<Line> _unsaved = [];
    private long _unsavedBytes;

    private ContentCache(string folder, int limit, ConcurrentDictionary<UInt128, Line> known)
    {
        _folder = folder;
        _limit = limit;
        _known = known;
    }

    /// <summary>Whether so much was read since it was last saved that it would be a pity to lose it.</summary>
    internal bool IsSaveDue => Interlocked.Read(ref _unsavedBytes) >= SaveAfter;

    private string Path => System.IO.Path.Combine(_folder, FileName);

    /// <summary>Reads a cache.</summary>
    /// <param name="folder">The folder that it is kept in, which is made when there is something to keep.</param>
    /// <returns>The cache; an empty one when there is none.</returns>
    public static ContentCache Open(string folder) => Open(folder, DefaultLimit);

    /// <summary>Reads a cache.</summary>
    /// <param name="folder">The folder that it is kept in.</param>
    /// <param name="limit">The size in bytes above which it is written anew.</param>
    /// <returns>The cache.</returns>
    internal static ContentCache Open(string folder, int limit)
    {
        var known = new ConcurrentDictionary<UInt128, Line>();
        foreach (var line in ReadLines(System.IO.Path.Combine(folder, FileName)))
        {
            known[line.Key] = line;
        }

        return new(folder, limit, known);
    }

    /// <summary>What a file's content is known to be.</summary>
    /// <param name="file">The file as it is now.</param>
    /// <returns>Its SHA-256; <see langword="null"/> when it has to be read.</returns>
    internal byte[]? Find(SourceFile file)
    {
        var key = KeyOf(file);
        if (!_known.TryGetValue(key, out var line) || line.Size != file.Size || line.Ticks != file.LastWriteTimeUtc.Ticks)
        {
            return null;
        }

        _used[key] = true;
        return line.Sha256;
    }

    /// <summary>Remembers what a file's content is, if its size and time will tell when it changes.</summary>
    /// <param name="file">The file as it was both before and after it was read.</param>
    /// <param name="readUtc">When reading began.</param>
    /// <param name="sha256">The SHA-256 of its content.</param>
    internal void Add(SourceFile file, DateTime readUtc, byte[] sha256)
    {
        if (file.LastWriteTimeUtc >= readUtc - s_old)
        {
            return;
        }

        var line = new Line(KeyOf(file), file.Size, file.LastWriteTimeUtc.Ticks, sha256);
        _known[line.Key] = line;
        lock (_gate)
        {
            _unsaved.Add(line);
            Interlocked.Add(ref _unsavedBytes, file.Size);
        }
    }

    /// <summary>Appends what was added since the last time. Gives up when that is not possible soon.</summary>
    /// <returns>A task.</returns>
    internal async Task SaveAsync()
    {
        List<Line> lines;
        lock (_gate)
        {
            (lines, _unsaved) = (_unsaved, []);
            Interlocked.Exchange(ref _unsavedBytes, 0);
        }

        if (lines.Count == 0)
        {
            return;
        }

        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            using var held = await FileLock.AcquireAsync(Path + ".lock", patience.Token).ConfigureAwait(false);
            Append(lines);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // The next run reads these files again.
        }
    }

    private void Append(List<Line> lines)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line.ToString())));
        using (var stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            var end = stream.Length;
            if (end + text.Length <= _limit)
            {
                // Who was killed in the middle of a line has left no end of it.
                if (end > 0 && stream.Seek(-1, SeekOrigin.End) >= 0 && stream.ReadByte() != '\n')
                {
                    text = [(byte)'\n', .. text];
                }

                stream.Seek(0, SeekOrigin.End);
                stream.Write(text);
                return;
            }
        }

        AtomicFile.Write(Path, Newest([.. ReadLines(Path), .. lines]));
    }

    // What this run has used counts as new. Half of the limit, so that this is not to be done again soon.
    private byte[] Newest(List<Line> lines)
    {
        var last = new Dictionary<UInt128, (Line Line, int Age)>();
        for (var i = 0; i < lines.Count; i++)
        {
            last[lines[i].Key] = (lines[i], _used.ContainsKey(lines[i].Key) ? 0 : lines.Count - i);
        }

        var kept = new List<string>();
        var size = 0;
        foreach (var text in last.Values.OrderBy(each => each.Age).Select(each => each.Line.ToString()))
        {
            size += text.Length;
            if (size > _limit / 2)
            {
                break;
            }

            kept.Add(text);
        }

        kept.Reverse();
        return Encoding.ASCII.GetBytes(string.Concat(kept));
    }

    private static List<Line> ReadLines(string path)
    {
        var lines = new List<Line>();
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.ASCII);
            while (reader.ReadLine() is { } text)
            {
                if (Line.Parse(text) is { } line)
                {
                    lines.Add(line);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was read until then is good.
        }

        return lines;
    }

    private static UInt128 KeyOf(SourceFile file) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(file.FullPath)));

    private readonly record struct Line(UInt128 Key, long Size, long Ticks, byte[] Sha256)
    {
        // With a check, so that what was damaged is not taken for a content.
        public static Line? Parse(string text)
        {
            var end = text.LastIndexOf(' ');
            return end > 0 && text[(end + 1)..] == Check(text[..end])
                && text[..end].Split(' ') is [var key, var size, var ticks, { Length: 2 * SHA256.HashSizeInBytes } sha256]
                && UInt128.TryParse(key, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var keyValue)
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var sizeValue)
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var ticksValue)
                && sha256.All(char.IsAsciiHexDigit)
                ? new(keyValue, sizeValue, ticksValue, Convert.FromHexString(sha256))
                : null;
        }

        public override string ToString()
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Key:x32} {Size} {Ticks} {Convert.ToHexStringLower(Sha256)}");
            return $"{text} {Check(text)}\n";
        }

        private static string Check(string text) => Convert.ToHexStringLower(Crc.Crc32C.ToBytes(Crc.Crc32C.Append(0, Encoding.ASCII.GetBytes(text))).Span);
    }
}
