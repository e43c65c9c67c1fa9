namespace MlOps.Benchmarks;

/// <summary>Something that is measured.</summary>
internal interface IBenchmark
{
    /// <summary>The word that selects it on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    string Description { get; }

    /// <summary>Measures and writes a table.</summary>
    /// <param name="args">What followed the name on the command line.</param>
    /// <returns>A task.</returns>
    Task RunAsync(IReadOnlyList<string> args);
}
