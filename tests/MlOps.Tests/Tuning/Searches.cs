namespace MlOps.Tests.Tuning;

/// <summary>Searches for tests to begin with.</summary>
internal static class Searches
{
    /// <summary>A space of one learning rate.</summary>
    public static SearchSpace Space { get; } = SearchSpace.Create([new("lr", new MlRange { Low = 1e-5, High = 0.1, Scale = MlRangeScale.Log })]);

    /// <summary>A search with nothing in it but what has to be.</summary>
    public static TuningSpec Plain { get; } = new() { Job = new() { Name = "tune" }, Space = Space, Metric = "loss" };
}
