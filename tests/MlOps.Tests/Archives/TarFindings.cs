namespace MlOps.Tests.Archives;

/// <summary>Keeps what a tar reader finds.</summary>
internal sealed class TarFindings : ITarSink
{
    private readonly List<byte> _content = [];
    private ArchiveMember? _member;

    public List<(ArchiveMember Member, byte[] Content)> Members { get; } = [];

    public List<long> HeaderPositions { get; } = [];

    public int Rules { get; private set; }

    /// <summary>Reads an archive in pieces of one size.</summary>
    public static TarFindings Of(ReadOnlySpan<byte> archive, int pieceSize = 1000)
    {
        var findings = new TarFindings();
        var reader = new TarReader(findings);
        for (var rest = archive; !rest.IsEmpty; rest = rest[Math.Min(pieceSize, rest.Length)..])
        {
            reader.Read(rest[..Math.Min(pieceSize, rest.Length)]);
        }

        reader.Finish();
        return findings;
    }

    public void Headers(long position) => HeaderPositions.Add(position);

    public void Rule() => Rules++;

    public void Begin(ArchiveMember member)
    {
        Assert.Null(_member);
        _member = member;
        _content.Clear();
    }

    public void Content(long position, ReadOnlySpan<byte> content)
    {
        Assert.Equal(_member!.Offset + _content.Count, position);
        _content.AddRange(content);
    }

    public void End()
    {
        Assert.Equal(_member!.Size, _content.Count);
        Members.Add((_member, [.. _content]));
        _member = null;
    }
}
