namespace MlOps.StandIn.Contracts;

/// <summary>What is wrong with a request.</summary>
/// <param name="Problems">What the service refuses.</param>
/// <param name="Remarks">What the service ignores or puts up with, and a client should not send.</param>
internal sealed record InputCheck(IReadOnlyList<string> Problems, IReadOnlyList<string> Remarks)
{
    public IReadOnlyList<string> All => [.. Problems, .. Remarks];
}
