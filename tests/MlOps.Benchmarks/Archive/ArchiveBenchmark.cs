using System.Globalization;

namespace MlOps.Benchmarks.Archive;

/// <summary>The event files out of a packed model of 2 GiB, beside <c>curl</c> and <c>tar</c>, against one server on loopback.</summary>
internal sealed class ArchiveBenchmark : IBenchmark
{
    private const string Job = "packed";
    private const string Key = $"mlops/{Job}/output/model.tar.gz";

    private string _home = "";
    private int _logs;

    public string Name => "archive";

    public string Description => "Receive-MlArtifact -Include 'logs/**' out of a model.tar.gz of 2 GiB, and curl | tar doing the same";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        var rounds = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        using var home = new TemporaryHome();
        _home = home.Path;
        var archive = Path.Combine(_home, "bucket", Key);
        _logs = WeightsArchive.Make(archive, 2L << 30);
        using var store = new StandIn("store", "--port", "0", "--folder", $"bench={Path.Combine(_home, "bucket")}");
        using var account = new StandIn("account", "--job-seconds", "1");
        var url = $"{store.Url}/bench/{Key}";
        var variables = Variables(account.Url, store.Url);
        await SessionAsync("Start.ps1", [Job], variables);

        var runs = new Dictionary<string, List<MeasuredProcess>>();
        for (var round = 0; round < rounds; round++)
        {
            await AddAsync("curl to /dev/null (the limit of the line)", () => ShellAsync($"curl -s -o /dev/null {url}"));
            await AddAsync("curl | gzip -dc to /dev/null (the limit of gzip)", () => ShellAsync($"curl -s {url} | gzip -dc > /dev/null"));
            await AddAsync("curl | tar -xz --wildcards", () => ShellAsync($"curl -s {url} | tar -xz --wildcards -C {Empty("tar")} 'logs/*'"), "tar");
            await AddAsync("curl | pigz -dc | tar -x --wildcards", () => ShellAsync($"curl -s {url} | pigz -dc | tar -x --wildcards -C {Empty("pigz")} 'logs/*'"), "pigz");
            var indexes = Path.Combine(_home, "archives");
            if (Directory.Exists(indexes))
            {
                Directory.Delete(indexes, recursive: true);
            }

            await AddAsync("MlOps, the first time", () => SessionAsync("Receive.ps1", [Job, Empty("ours")], variables), "ours/logs");
            RequireSame("tar", "ours");
            await AddAsync("MlOps, the second time", () => SessionAsync("Receive.ps1", [Job, Empty("again")], variables), "again/logs");
            RequireSame("tar", "again");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_logs} event files of 210 KiB in {new FileInfo(archive).Length >> 20} MiB; {rounds} rounds by turns. Of MlOps, the time of the cmdlet in a new session.\n"));
        Console.WriteLine("| Program | Runs | Median | Fastest | Processor time | Peak memory |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, measured) in runs)
        {
            var times = new Samples(measured.Select(Milliseconds));
            var isOurs = name.StartsWith("MlOps", StringComparison.Ordinal);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name.Replace("|", "\\|", StringComparison.Ordinal)} | {measured.Count} | {times.Median:0} ms | {times.Fastest:0} ms | {(isOurs ? $"{new Samples(measured.Select(one => one.Cpu)).Median:0} ms" : "")} | {(isOurs ? $"{measured.Max(one => one.PeakMemory) >> 20} MiB" : "")} |"));
        }

        var tar = Median("curl | tar -xz --wildcards");
        var (first, second) = (Median("MlOps, the first time"), Median("MlOps, the second time"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nThe first time takes {first / tar:0.00} of the time of curl | tar (at most 0.6 is asked), the second one is {tar / second:0.0} times as fast as it (10 is asked)."));

        double Median(string name) => new Samples(runs[name].Select(Milliseconds)).Median;

        async Task AddAsync(string name, Func<Task<MeasuredProcess>> run, string? folder = null)
        {
            (runs.TryGetValue(name, out var all) ? all : runs[name] = []).Add(await run());
            if (folder is not null && Directory.EnumerateFiles(Path.Combine(_home, folder), "*", SearchOption.AllDirectories).Count() != _logs)
            {
                throw new InvalidDataException($"{name} did not fetch every event file.");
            }
        }
    }

    /// <summary>Of a session, what its script measured; of a command, its life.</summary>
    private static double Milliseconds(MeasuredProcess measured) =>
        measured.Output.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(words => words[0] == "receive-ms") is [_, var milliseconds] ? double.Parse(milliseconds, CultureInfo.InvariantCulture) : measured.Milliseconds;

    private static Task<MeasuredProcess> ShellAsync(string command) => MeasuredProcess.RunAsync("sh", ["-c", command], new Dictionary<string, string>());

    private static Task<MeasuredProcess> SessionAsync(string script, string[] arguments, IReadOnlyDictionary<string, string> variables) => MeasuredProcess.RunAsync(
        Session.Host.Program,
        [.. Session.Host.Arguments, Path.Combine(AppContext.BaseDirectory, "Archive", script), Session.Manifest, .. arguments],
        variables);

    private string Empty(string name)
    {
        var folder = Path.Combine(_home, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    private void RequireSame(string one, string other)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_home, one), "*", SearchOption.AllDirectories))
        {
            if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_home, other, Path.GetRelativePath(Path.Combine(_home, one), file)))))
            {
                throw new InvalidDataException($"{file} differs.");
            }
        }
    }

    private static Dictionary<string, string> Variables(string account, string store) => new()
    {
        ["AWS_ENDPOINT_URL_SAGEMAKER"] = account,
        ["AWS_ENDPOINT_URL_S3"] = store,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["MLOPS_SAGEMAKER_BUCKET"] = "bench",
        ["MLOPS_SAGEMAKER_ROLE"] = "arn:aws:iam::123456789012:role/training",
    };
}
