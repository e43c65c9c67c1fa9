using System.Text;
using System.Text.Json;

namespace MlOps;

/// <summary>The journal of a study: lines are only ever added. A line that a crash has cut off at the end is taken away before the next one is written.</summary>
internal sealed class StudyJournal : IDisposable
{
    /// <summary>The version of the format that this program writes, and the newest that it reads.</summary>
    public const int Version = 1;

    private static readonly byte[] s_newLine = "\n"u8.ToArray();

    private readonly FileStream _file;

    private StudyJournal(FileStream file) => _file = file;

    /// <summary>Opens the journal for adding to it. Only the process that runs the study may.</summary>
    /// <param name="path">The file.</param>
    /// <param name="events">What is in it.</param>
    public static StudyJournal Open(string path, out IReadOnlyList<StudyEvent> events)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            events = Read(file, path, out var whole);
            file.SetLength(whole);
            file.Position = whole;
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal that another process may be writing.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its events, in order.</returns>
    /// <exception cref="MlOpsException">A line in it is damaged.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static IReadOnlyList<StudyEvent> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return Read(file, path, out _);
    }

    /// <summary>Reads what has come since a part of the journal was read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How much was read.</param>
    /// <param name="first">What it began with then, which tells it from another one of the same name.</param>
    /// <returns>What it begins with now; what has come since, or all of it when it is another one; how much is read then; and whether it is all.</returns>
    /// <exception cref="MlOpsException">A line in it is damaged.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static (string First, IReadOnlyList<StudyEvent> Events, long Length, bool IsWhole) ReadFrom(string path, long length, string first)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // The id of a study is among the first characters.
        Span<byte> beginning = stackalloc byte[64];
        var now = Encoding.UTF8.GetString(beginning[..file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)]);
        var isSame = now == first && file.Length >= length;
        file.Position = isSame ? length : 0;
        var events = Read(file, path, out var whole);
        return (now, events, isSame ? length + whole : whole, !isSame);
    }

    /// <summary>The bytes of one line.</summary>
    /// <param name="one">The event.</param>
    public static byte[] Line(StudyEvent one) => [.. JsonSerializer.SerializeToUtf8Bytes(one, StudyJson.Readable.StudyEvent), .. s_newLine];

    /// <summary>Adds events, so that a crash right after this loses none of them.</summary>
    /// <param name="events">The events.</param>
    public void Append(params IReadOnlyList<StudyEvent> events)
    {
        Write(events);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Adds events that could be found out again, and so need not be safe on the disk at once.</summary>
    /// <param name="events">The events.</param>
    public void Write(params IReadOnlyList<StudyEvent> events)
    {
        if (events.Count > 0)
        {
            var whole = _file.Position;
            try
            {
                _file.Write([.. events.SelectMany(Line)]);
            }
            catch (IOException)
            {
                // A full disk leaves part of a line, which nothing may follow.
                _file.SetLength(whole);
                _file.Position = whole;
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static List<StudyEvent> Read(FileStream file, string path, out long whole)
    {
        var bytes = new byte[file.Length - file.Position];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(0, length);
        var events = new List<StudyEvent>();
        whole = 0;
        for (var number = 1; text[(int)whole..].IndexOf((byte)'\n') is var end and >= 0; number++)
        {
            var line = text.Slice((int)whole, end);
            events.Add(Parse(line, number, path));
            whole += end + 1;
        }

        return events;
    }

    private static StudyEvent Parse(ReadOnlySpan<byte> line, int number, string path)
    {
        try
        {
            var one = JsonSerializer.Deserialize(line, StudyJson.Readable.StudyEvent) ?? throw new JsonException("It is null.");
            return one is not StudyCreated { Version: > Version } created
                ? one
                : throw new JsonException($"It was written by a newer version of MlOps (format {created.Version}, this one knows {Version}).");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new MlOpsException(
                ErrorCode.Corrupt,
                $"Line {number} of the study's journal '{path}' cannot be read: {TerminalText.Clean(e.Message)}",
                "Restore the file, or delete that line when you know what it said: every line stands for itself.",
                path,
                e);
        }
    }
}
