using System.Diagnostics.CodeAnalysis;

namespace MlOps;

/// <summary>What came of one object of a transfer.</summary>
/// <param name="Item">The object.</param>
/// <param name="Written">The object as it is at its destination; <see langword="null"/> when it failed.</param>
/// <param name="Error">Why it failed; <see langword="null"/> when it did not.</param>
public sealed record TransferOutcome(TransferItem Item, StoredObject? Written, MlOpsException? Error)
{
    /// <summary>Whether the object is there.</summary>
    [MemberNotNullWhen(true, nameof(Written))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
