namespace MlOps.StandIn.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Entries">The entries in their order.</param>
/// <param name="IsMore">Whether there are more behind them.</param>
internal sealed record ListedPage(IReadOnlyList<ListedEntry> Entries, bool IsMore);
