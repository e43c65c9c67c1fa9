namespace MlOps;

/// <summary>A stretch of an archive that is read in one go, for some of its members.</summary>
/// <param name="Start">Where reading begins.</param>
/// <param name="Pieces">What is wanted, in its order.</param>
/// <param name="Sure">The byte of the stored archive behind what is needed as far as can be foreseen.</param>
/// <param name="To">The byte behind all that can be needed.</param>
internal sealed record ArchiveSegment(ArchivePoint Start, IReadOnlyList<MemberPiece> Pieces, long Sure, long To);
