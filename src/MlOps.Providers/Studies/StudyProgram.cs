using System.Runtime.InteropServices;
using MlOps.Providers.Local;

namespace MlOps.Providers.Studies;

/// <summary>The program that runs a study, in a process of its own that outlives the shell which started it.</summary>
public static class StudyProgram
{
    /// <summary>The first argument, which tells this program from the one that watches over a local job.</summary>
    public const string Argument = "study";

    // A full disk passes, and the study is still to be run.
    private static readonly TimeSpan s_trouble = TimeSpan.FromSeconds(2);

    /// <summary>Runs a study to its end.</summary>
    /// <param name="path">The study's folder.</param>
    /// <returns>The exit code: 0, or 1 when it is run by another process or cannot be run, 2 when there is none.</returns>
    public static async Task<int> RunAsync(string path)
    {
        var folder = new StudyFolder(path);
        if (!File.Exists(folder.Journal))
        {
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var place = folder.TryDrive(isDriver: true);
        return place is null ? 1 : await RunAsync(folder, stop.Token).ConfigureAwait(false);
    }

    /// <summary>Starts the program, and does not wait for it.</summary>
    internal static void Start(string path) => SupervisorHost.Run(Argument, path);

    private static async Task<int> RunAsync(StudyFolder folder, CancellationToken stop)
    {
        while (Directory.Exists(folder.Path))
        {
            try
            {
                await StudyEngine.RunAsync(folder, Connect, new(), stop).ConfigureAwait(false);
                return 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                folder.SayLast(e.Message);
                await Task.Delay(s_trouble, CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return 0;
            }
            catch (Exception e)
            {
                folder.SayLast(e is MlOpsException ? e.Message : e.ToString());
                return 1;
            }
        }

        return 2;
    }

    private static IReadOnlyList<IProvider> Connect(IReadOnlyDictionary<string, string> settings)
    {
        var catalog = new ProviderCatalog();
        return catalog.Create(new([MlContext.DefaultProvider, .. catalog.Settings], settings, SavedContext.DefaultPath), NobodyToAsk.Instance);
    }

    /// <summary>Nobody sits before this process.</summary>
    private sealed class NobodyToAsk : IUserPrompt
    {
        public static NobodyToAsk Instance { get; } = new();

        public string? AskSecret(string question) => null;
    }
}
