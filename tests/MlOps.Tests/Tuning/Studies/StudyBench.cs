namespace MlOps.Tests.Tuning.Studies;

/// <summary>A home folder with studies, and what is needed to run them here and to kill them.</summary>
internal sealed class StudyBench : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mlops-study-");

    public StudyBench(params IProvider[] providers)
    {
        Providers = providers.Length > 0 ? providers : [Cloud];
        Store = new(Path.Combine(_home.FullName, "studies"));
        Control = new(Store, _ => Drives++);
    }

    public static StudyTimings Quick { get; } = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(40),
        Missing = TimeSpan.FromMilliseconds(200),
        Rest = TimeSpan.FromMilliseconds(300),
        Look = TimeSpan.FromMilliseconds(5),
    };

    public SimulatedCloud Cloud { get; } = new();

    public IReadOnlyList<IProvider> Providers { get; }

    public StudyStore Store { get; }

    public StudyControl Control { get; }

    /// <summary>How often a process was asked for.</summary>
    public int Drives { get; private set; }

    public static MlContext Context => new([MlContext.DefaultProvider], new Dictionary<string, string>(), "/nonexistent");

    public static TuningSpec Tuning(string name = "s", int trials = 8) => new()
    {
        Job = new() { Name = name, Command = ["train"], MetricPatterns = new Dictionary<string, string> { ["loss"] = @"loss=(\S+)" } },
        Space = SearchSpace.Create([new("x", new MlRange { Low = 0, High = 10 })]),
        Metric = "loss",
        Strategy = MlTuningStrategy.Random,
        MaxTrials = trials,
        Seed = 7,
    };

    public async Task<StudyFolder> CreateAsync(TuningSpec tuning, int parallel = 2)
    {
        var spec = new StudySpec { Tuning = tuning, Shares = [.. Providers.Select(provider => new StudyShare(provider.Name, parallel, tuning.Job))] };
        await Control.StartAsync(spec, Context, TestContext.Current.CancellationToken);
        return Store.Folder(tuning.Job.Name);
    }

    /// <summary>Runs a study to its end.</summary>
    public async Task<StudyState> RunAsync(StudyFolder folder)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await DriveAsync(folder, limit.Token);
        return Read(folder);
    }

    /// <summary>Runs a study until it ends or is cut off: the engine then leaves everything as it is.</summary>
    public async Task DriveAsync(StudyFolder folder, CancellationToken cancellationToken)
    {
        using var place = folder.TryDrive(isDriver: true) ?? throw new InvalidOperationException("The study is driven already.");
        await StudyEngine.RunAsync(folder, _ => Providers, Quick, cancellationToken);
    }

    public async Task<StudyState> RunAsync(TuningSpec tuning, int parallel = 2) => await RunAsync(await CreateAsync(tuning, parallel));

    public static StudyState Read(StudyFolder folder) => StudyState.Of(StudyJournal.Read(folder.Journal), folder.Journal);

    public void Dispose() => _home.Delete(recursive: true);
}
