namespace MlOps;

/// <summary>A trial as a point.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Point">Where it is in the space.</param>
/// <param name="IsPruned">Whether it was ended early.</param>
/// <param name="Loss">Its loss; of a pruned one, at the last step; infinite when it has none.</param>
internal sealed record KnownTrial(int Number, double[] Point, bool IsPruned, double Loss);
