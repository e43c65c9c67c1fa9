namespace MlOps.Tests.Archives;

/// <summary>Keeps the members that a tar reader finds without their content.</summary>
internal sealed class TarFindingsOfHeaders : ITarSink
{
    public List<ArchiveMember> Members { get; } = [];

    public long? FirstContent { get; private set; }

    public int Ends { get; private set; }

    public void Headers(long position)
    {
    }

    public void Rule()
    {
    }

    public void Begin(ArchiveMember member) => Members.Add(member);

    public void Content(long position, ReadOnlySpan<byte> content) => FirstContent ??= position;

    public void End() => Ends++;
}
