using System.Globalization;

namespace MlOps.Benchmarks.Transfer;

/// <summary>Files from S3 to this machine and back, beside what others use for it, against one server on loopback.</summary>
internal sealed class TransferBenchmark : IBenchmark
{
    private const string Bucket = "bench";
    private const int Further = 3;

    private readonly List<string> _failures = [];
    private int _rounds = 5;
    private string _url = "";
    private string _home = "";
    private DataSets _sets = new("");

    public string Name => "transfer";

    public string Description => "Send-MlData between S3 and this machine, and rclone and the AWS CLI doing the same";

    public async Task RunAsync(IReadOnlyList<string> args)
    {
        _rounds = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : _rounds;
        using var home = new TemporaryHome();
        _home = home.Path;
        _sets = new(Path.Combine(_home, "sets"));
        _sets.Make();
        using var server = new StandIn("store", "--port", "0", "--folder", $"{Bucket}={Path.Combine(_home, "sets")}", "--bucket", "up", "--keep", "discard", "--no-payload-hash");
        _url = server.Url;
        Console.WriteLine($"Against {await VersionAsync("rclone", "version")} and {await VersionAsync("aws", "--version")}; {_rounds} rounds by turns.\n");
        await MeasureLimitAsync();
        foreach (var (name, what) in DataSets.All)
        {
            await MeasureAsync($"{what}, from S3", name, download: true);
        }

        await MeasureAgainAsync("the same job's folder again, with nothing to do", "mixed");
        foreach (var (name, what) in DataSets.All)
        {
            await MeasureAsync($"{what}, to S3", name, download: false);
        }

        foreach (var failure in _failures)
        {
            Console.WriteLine($"NOT AS EXPECTED: {failure}");
        }
    }

    /// <summary>The physical limit.</summary>
    private async Task MeasureLimitAsync()
    {
        var curl = new List<double>();
        for (var round = 0; round < _rounds; round++)
        {
            curl.Add((await MeasuredProcess.RunAsync("curl", ["-s", "-o", "/dev/null", $"{_url}/{Bucket}/one/model.bin"], Variables)).Milliseconds);
        }

        var median = new Samples(curl).Median;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The limit: curl reads the object of 1 GiB to /dev/null in {median:0} ms, {1000 / median:0.00} GiB/s.\n"));
    }

    private async Task MeasureAsync(string what, string set, bool download)
    {
        var rows = new Rows(what);
        var got = Path.Combine(_home, "got");
        for (var round = 0; round < _rounds; round++)
        {
            // Each into a folder of its own: where many files have just been deleted, ext4 is slow to create others, for whoever comes next.
            rows.Add("rclone copy", await RcloneAsync(["copy", From("s3:"), To("s3:", "rclone")]));
            rows.Add("rclone copy --transfers 32 --checkers 32 --multi-thread-streams 8", await RcloneAsync(["copy", "--transfers", "32", "--checkers", "32", "--multi-thread-streams", "8", From("s3:"), To("s3:", "tuned")]));
            if (round < 2)
            {
                rows.Add("aws s3 sync", await MeasuredProcess.RunAsync("aws", ["s3", "sync", "--only-show-errors", From("s3://"), To("s3://", "aws")], Variables));
            }

            rows.AddSession(await SessionAsync(From("s3://"), To("s3://", "first"), 1));
            rows.AddSession(await SessionAsync(From("s3://"), To("s3://", "further"), 1 + Further, set == "one" ? "alone" : "anew"), isFirst: false);
            if (download)
            {
                _sets.Require(set, Path.Combine(got, $"rclone-{round}"));
                _sets.Require(set, Path.Combine(got, $"first-{round}", "0"));
                _sets.Require(set, Path.Combine(got, $"further-{round}", $"{Further}"));
            }

            if (set == "one" && download)
            {
                Directory.Delete(got, recursive: true);
            }

            string From(string scheme) => download ? $"{scheme}{Bucket}/{set}" : _sets.Folder(set);

            string To(string scheme, string who) => download ? Path.Combine(got, $"{who}-{round}") : $"{scheme}up/{set}/{who}-{round}";
        }

        rows.Write(_failures);
        if (Directory.Exists(got))
        {
            Directory.Delete(got, recursive: true);
        }
    }

    private async Task MeasureAgainAsync(string what, string set)
    {
        var rows = new Rows(what);
        var (ours, theirs) = (Path.Combine(_home, "ours"), Path.Combine(_home, "theirs"));
        await SessionAsync($"s3://{Bucket}/{set}", ours, 1, "again");
        await RcloneAsync(["copy", $"s3:{Bucket}/{set}", theirs]);
        for (var round = 0; round < _rounds; round++)
        {
            rows.Add("rclone copy", await RcloneAsync(["copy", $"s3:{Bucket}/{set}", theirs]));
            rows.Add("rclone copy --size-only", await RcloneAsync(["copy", "--size-only", $"s3:{Bucket}/{set}", theirs]));
            if (round < 2)
            {
                rows.Add("aws s3 sync", await MeasuredProcess.RunAsync("aws", ["s3", "sync", "--only-show-errors", $"s3://{Bucket}/{set}", theirs], Variables));
            }

            rows.AddSession(await SessionAsync($"s3://{Bucket}/{set}", ours, 1, "again"));
            rows.AddSession(await SessionAsync($"s3://{Bucket}/{set}", ours, 1 + Further, "again"), isFirst: false);
        }

        rows.Write(_failures);
    }

    private Task<MeasuredProcess> RcloneAsync(string[] arguments) => MeasuredProcess.RunAsync("rclone", arguments, Variables);

    private Task<MeasuredProcess> SessionAsync(string from, string to, int runs, params string[] more) => MeasuredProcess.RunAsync(
        Session.Host.Program,
        [.. Session.Host.Arguments, Path.Combine(AppContext.BaseDirectory, "Transfer", "Send.ps1"), Session.Manifest, from, to, runs.ToString(CultureInfo.InvariantCulture), .. more],
        Variables);

    private static async Task<string> VersionAsync(string program, string argument) =>
        (await MeasuredProcess.RunAsync(program, [argument], new Dictionary<string, string>())).Output.Split('\n')[0].Trim();

    private Dictionary<string, string> Variables => new()
    {
        ["AWS_ENDPOINT_URL"] = _url,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_DEFAULT_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CA_BUNDLE"] = "",
        ["RCLONE_CONFIG"] = "/dev/null",
        ["RCLONE_CONFIG_S3_TYPE"] = "s3",
        ["RCLONE_CONFIG_S3_PROVIDER"] = "Other",
        ["RCLONE_CONFIG_S3_ENDPOINT"] = _url,
        ["RCLONE_CONFIG_S3_REGION"] = "eu-central-1",
        ["RCLONE_CONFIG_S3_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["RCLONE_CONFIG_S3_SECRET_ACCESS_KEY"] = "secret",
        ["RCLONE_CONFIG_S3_FORCE_PATH_STYLE"] = "true",
        ["RCLONE_CONFIG_S3_NO_CHECK_BUCKET"] = "true",
    };
}
