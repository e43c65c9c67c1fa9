namespace MlOps.StandIn.Storage;

/// <summary>What happens to a request on its way.</summary>
/// <param name="Refusal">What is answered though it is not carried out; null: it is carried out.</param>
/// <param name="Faults">What goes wrong with it.</param>
internal readonly record struct StorageTurn(StorageAnswer? Refusal, IReadOnlyList<MetFault> Faults);
