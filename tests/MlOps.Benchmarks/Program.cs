using MlOps.Benchmarks;
using MlOps.Benchmarks.Archive;
using MlOps.Benchmarks.CloudLists;
using MlOps.Benchmarks.Import;
using MlOps.Benchmarks.ListLocal;
using MlOps.Benchmarks.LogTail;
using MlOps.Benchmarks.StartLocal;
using MlOps.Benchmarks.Transfer;
using MlOps.Benchmarks.Tuning;
using MlOps.Benchmarks.TuningPruners;

IBenchmark[] benchmarks = [new ImportBenchmark(), new StartLocalBenchmark(), new ListLocalBenchmark(), new ListSageMakerBenchmark(), new ListVertexBenchmark(), new LogTailBenchmark(), new TransferBenchmark(), new ArchiveBenchmark(), new TuningBenchmark(), new TuningPrunersBenchmark()];

var chosen = benchmarks.Where(benchmark => args.Length == 0 || benchmark.Name == args[0]).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no benchmark '{args[0]}'. There are:");
    foreach (var benchmark in benchmarks)
    {
        Console.Error.WriteLine($"  {benchmark.Name,-14} {benchmark.Description}");
    }

    return 1;
}

foreach (var benchmark in chosen)
{
    Console.WriteLine($"{benchmark.Name}: {benchmark.Description}");
    await benchmark.RunAsync([.. args.Skip(1)]);
    Console.WriteLine();
}

return 0;
