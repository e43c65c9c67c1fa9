using System.Text.Json;

namespace MlOps.Benchmarks.ListLocal;

/// <summary>Many finished local jobs: one that was run, and copies of all that it left.</summary>
internal static class FinishedJobs
{
    private const string First = "digits-00000";

    /// <summary>Makes jobs.</summary>
    /// <param name="home">Where to.</param>
    /// <param name="count">How many there are then.</param>
    /// <returns>A task.</returns>
    public static async Task MakeAsync(TemporaryHome home, int count)
    {
        await LocalShellJob.RunAsync(home, First, "echo epoch=1 val_loss=0.5 val_accuracy=0.91");
        var document = await File.ReadAllTextAsync(Path.Combine(home.Job(First), "job.json"));
        using var parsed = JsonDocument.Parse(document);
        var id = parsed.RootElement.GetProperty("id").GetString()!;
        Parallel.For(1, count, number => Copy(home, document, id, $"digits-{number:00000}"));
    }

    private static void Copy(TemporaryHome home, string document, string id, string name)
    {
        var (from, to) = (home.Job(First), home.Job(name));
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        // Not the lock: the supervisor may hold it for a moment longer, and nobody reads it.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }

        File.WriteAllText(
            Path.Combine(to, "job.json"),
            document.Replace(id, Guid.CreateVersion7().ToString("n"), StringComparison.Ordinal).Replace(First, name, StringComparison.Ordinal));
    }
}
