namespace MlOps;

/// <summary>Content of a member, or a part of it between two restart points.</summary>
/// <param name="Wanted">The member.</param>
/// <param name="From">Where it begins in the decompressed archive.</param>
/// <param name="To">Where it ends.</param>
/// <param name="CrcBefore">The CRC-64/NVME of the content before it.</param>
/// <param name="CrcAfter">The CRC-64/NVME of the content up to its end.</param>
internal readonly record struct MemberPiece(WantedMember Wanted, long From, long To, ulong CrcBefore, ulong CrcAfter);
