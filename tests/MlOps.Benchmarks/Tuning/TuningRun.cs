namespace MlOps.Benchmarks.Tuning;

/// <summary>One search.</summary>
internal sealed record TuningRun(string Function, string Sampler, int Workers, int Seed)
{
    /// <summary>The search as a word.</summary>
    public override string ToString() => $"{Function}/{Sampler}/{Workers}/{Seed}";
}
