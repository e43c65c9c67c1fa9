using System.Globalization;

namespace MlOps.Benchmarks.Import;

/// <summary>What <c>Import-Module</c> adds to a session that does nothing. What a manifest without anything in it adds is shown beside it: that much is the engine's own, which is compiled anew in each process here and ahead of time in PowerShell.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Runs = 21;

    public string Name => "import";

    public string Description => "what Import-Module MlOps.psd1 adds to an empty session, in new processes";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Import", "Import.ps1");
        var emptyManifest = Path.Combine(Path.GetTempPath(), $"mlops-empty-{Guid.NewGuid():n}.psd1");
        await File.WriteAllTextAsync(emptyManifest, "@{ ModuleVersion = '1.0' }");
        try
        {
            string[][] cases = [[], [emptyManifest], [Session.Manifest]];
            var lives = cases.Select(_ => new List<double>()).ToArray();
            var imports = cases.Select(_ => new List<double>()).ToArray();

            // By turns, so that what else the machine does falls on all of them; the first turn warms the disk's cache.
            for (var run = -1; run < Runs; run++)
            {
                for (var i = 0; i < cases.Length; i++)
                {
                    var (life, output) = await Session.RunAsync(script, cases[i]);
                    if (run >= 0)
                    {
                        lives[i].Add(life);
                        imports[i].Add(double.Parse(output, CultureInfo.InvariantCulture));
                    }
                }
            }

            var sessions = lives.Select(values => new Samples(values)).ToArray();
            Console.WriteLine(Samples.Header);
            Console.WriteLine(sessions[0].Row("an empty session, from start to end"));
            Console.WriteLine(sessions[2].Row("the same with the module"));
            Console.WriteLine(new Samples(imports[1]).Row("Import-Module of an empty manifest"));
            Console.WriteLine(new Samples(imports[2]).Row("Import-Module of MlOps.psd1"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nThe module adds {sessions[2].Median - sessions[0].Median:0} ms to a session, {sessions[2].Median - sessions[1].Median:0} ms more than an empty manifest does."));
        }
        finally
        {
            File.Delete(emptyManifest);
        }
    }
}
