namespace MlOps.StandIn.Storage;

/// <summary>What happens to a request on its way.</summary>
/// <param name="Refusal">Why it is not carried out; null: it is.</param>
/// <param name="Faults">What goes wrong with it.</param>
internal readonly record struct StorageTurn(StorageFailure? Refusal, IReadOnlyList<MetFault> Faults);
