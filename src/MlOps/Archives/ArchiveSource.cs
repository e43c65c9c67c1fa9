namespace MlOps;

/// <summary>An archive in a store.</summary>
/// <param name="store">The store.</param>
/// <param name="archive">The archive.</param>
/// <param name="clock">What pauses are measured with.</param>
/// <param name="fetched">Is told how many bytes have come, from any thread.</param>
internal sealed class ArchiveSource(IObjectStore store, StoredObject archive, TimeProvider clock, Action<int>? fetched)
{
    /// <summary>The archive.</summary>
    public StoredObject Archive => archive;

    /// <summary>Opens what is stored.</summary>
    public ReadAheadStream Open(ReadAheadPlan plan, OrderedHash? hash, CancellationToken cancellationToken) => new(store, archive, plan, fetched, hash, clock, cancellationToken);

    /// <summary>What to throw when the archive is damaged.</summary>
    /// <param name="cause">What is wrong with it.</param>
    public MlOpsException Damaged(MlOpsException cause) => new(
        ErrorCode.Corrupt,
        $"'{TerminalText.Clean(archive.Location.ToString())}' cannot be unpacked. {cause.Message}",
        "Run it again; if that does not help, the stored archive is damaged. -KeepPacked fetches it as it is.",
        archive.Location,
        cause);
}
