namespace MlOps.StandIn.Contracts;

/// <summary>One operation of a contract: the names of its shapes. No output: the service answers nothing.</summary>
internal sealed record WireOperation(string Input, string? Output);
