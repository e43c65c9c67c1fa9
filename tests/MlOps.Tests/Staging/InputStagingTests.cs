using System.Text.RegularExpressions;
using MlOps.Tests.Fakes;
using MlOps.Tests.Support;

namespace MlOps.Tests.Staging;

public sealed partial class InputStagingTests : IDisposable
{
    private static readonly FakeProvider s_cloud = new("Cloud") { Root = "s3://bucket/mlops" };

    private readonly TemporaryFolder _folder = new();

    public InputStagingTests()
    {
        _folder.File("src/train.py", "print(1)");
        _folder.File("src/pkg/__init__.py", "");
        _folder.File("src/.gitignore", "*.log\n");
        _folder.File("src/a.log", "not sent");
        _folder.File("data/b.csv", "1,2");
        _folder.File("data/a/c.csv", "3");
        _folder.File("data/.gitignore", "*\n");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Paths_become_addresses_of_their_content()
    {
        var job = await StageAsync(Spec(code: "src", ("train", "data"), ("one", "data/b.csv"), ("there", "s3://other/x")));
        Assert.Matches(@"\As3://bucket/mlops/_code/[0-9a-f]{40}/\z", job.Spec.SourceDirectory);
        Assert.Matches(@"\As3://bucket/mlops/_inputs/[0-9a-f]{40}/\z", job.Spec.InputData["train"]);
        Assert.Matches(@"\As3://bucket/mlops/_inputs/[0-9a-f]{40}/b\.csv\z", job.Spec.InputData["one"]);
        Assert.Equal("s3://other/x", job.Spec.InputData["there"]);
        Assert.Equal(["train", "one", "there"], job.Spec.InputData.Keys);
        Assert.Equal(
            [
                ("src", [".gitignore", "pkg/__init__.py", "train.py"], job.Spec.SourceDirectory!),

                // Git has no say in what is data.
                ("data", [".gitignore", "a/c.csv", "b.csv"], job.Spec.InputData["train"]),
                ("data/b.csv", ["b.csv"], Folder(job.Spec.InputData["one"])),
            ],
            job.Uploads.Select(upload => (Path.GetRelativePath(_folder.Path, upload.LocalPath), upload.Files.Select(file => file.RelativePath).ToArray(), upload.Target)),
            (x, y) => x.Item1 == y.Item1 && x.Item2.SequenceEqual(y.Item2) && x.Item3 == y.Item3);
        Assert.Equal(6, job.Uploads[1].Size);
    }

    [Fact]
    public async Task The_address_changes_with_the_content_and_with_nothing_else()
    {
        var before = await AddressAsync("data");
        File.SetLastWriteTimeUtc(_folder.File("data/b.csv"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(before, await AddressAsync("data"));
        Directory.Move(_folder.File("data"), _folder.File("moved"));
        Assert.Equal(before, await AddressAsync("moved"));
        _folder.File("moved/b.csv", "1,3");
        var changed = await AddressAsync("moved");
        Assert.NotEqual(before, changed);
        _folder.File("moved/b.csv", "1,2");
        Assert.Equal(before, await AddressAsync("moved"));
        File.Move(_folder.File("moved/b.csv"), _folder.File("moved/B.csv"));
        Assert.NotEqual(before, await AddressAsync("moved"));
    }

    [Fact]
    public async Task A_file_under_another_name_is_another_input()
    {
        _folder.File("other.csv", "1,2");
        Assert.NotEqual(Folder(await AddressAsync("data/b.csv")), Folder(await AddressAsync("other.csv")));
    }

    [Fact]
    public async Task What_two_inputs_share_is_sent_once()
    {
        _folder.File("copy/b.csv", "1,2");
        _folder.File("copy/a/c.csv", "3");
        _folder.File("copy/.gitignore", "*\n");
        var job = await StageAsync(Spec(null, ("one", "data"), ("two", "data"), ("three", "copy")));
        Assert.Single(job.Uploads);
        Assert.Single(job.Spec.InputData.Values.Distinct());
    }

    [Fact]
    public async Task The_draft_is_the_job_but_for_the_content()
    {
        var staging = await InputStaging.FindAsync(s_cloud, Spec("src", ("train", "data"), ("one", "data/b.csv")), Cancel);
        var job = await staging.AddressAsync(null, null, Cancel);
        Assert.Equal(Masked(job.Spec), Masked(staging.Draft));
        Assert.NotEqual(job.Spec.SourceDirectory, staging.Draft.SourceDirectory);

        static string[] Masked(TrainingSpec spec) => [.. spec.InputData.Values.Append(spec.SourceDirectory!).Select(address => Digest().Replace(address, "x"))];
    }

    [Fact]
    public async Task A_provider_that_reads_this_machine_gets_the_job_as_it_is()
    {
        var spec = Spec("src", ("train", "data"));
        var staging = await InputStaging.FindAsync(new FakeProvider("Here"), spec, Cancel);
        Assert.Same(spec, staging.Draft);
        var job = await staging.AddressAsync(null, null, Cancel);
        Assert.Same(spec, job.Spec);
        Assert.Empty(job.Uploads);
        await RefusedAsync(ErrorCode.NotFound, "src2", Spec("src2"), new FakeProvider("Here"));
    }

    [Fact]
    public async Task An_address_of_this_machine_is_a_path()
    {
        var job = await StageAsync(Spec(null, ("train", new Uri(_folder.File("data") + "/").AbsoluteUri)) with { SourceDirectory = new Uri(_folder.File("src") + "/").AbsoluteUri });
        Assert.Equal([_folder.File("src"), _folder.File("data")], job.Uploads.Select(upload => upload.LocalPath));
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        await RefusedAsync(ErrorCode.NotFound, "'train'", Spec(null, ("train", "nowhere")));
        await RefusedAsync(ErrorCode.NotFound, _folder.File("nowhere"), Spec(null, ("train", "nowhere")));
        await RefusedAsync(ErrorCode.NotFound, _folder.File("src2"), Spec("src2"));
        Directory.CreateDirectory(_folder.File("empty/deep"));
        await RefusedAsync(ErrorCode.InvalidArgument, "'train'", Spec(null, ("train", "empty")));
        await RefusedAsync(ErrorCode.InvalidArgument, "has no code", Spec("empty"));
        await RefusedAsync(ErrorCode.InvalidArgument, "which is a file", Spec("src/train.py"));
    }

    [Fact]
    public async Task Links_in_data_are_followed_and_circles_are_not()
    {
        _folder.File("elsewhere/d.csv", "4");
        Directory.CreateSymbolicLink(_folder.File("data/linked"), _folder.File("elsewhere"));
        File.CreateSymbolicLink(_folder.File("data/e.csv"), _folder.File("elsewhere/d.csv"));
        Directory.CreateSymbolicLink(_folder.File("data/a/up"), "..");
        File.CreateSymbolicLink(_folder.File("data/self"), "self");
        File.CreateSymbolicLink(_folder.File("data/broken"), "nothing");
        var staging = await InputStaging.FindAsync(s_cloud, Spec(null, ("train", "data")), Cancel);
        Assert.Equal(3, staging.Skipped.Count);
        Assert.Contains(staging.Skipped, one => one.Contains("data/a/up", StringComparison.Ordinal));
        Assert.Contains(staging.Skipped, one => one.Contains("data/self", StringComparison.Ordinal));
        Assert.Contains(staging.Skipped, one => one.Contains("data/broken", StringComparison.Ordinal));
        var upload = Assert.Single((await staging.AddressAsync(null, null, Cancel)).Uploads);
        Assert.Equal([".gitignore", "a/c.csv", "b.csv", "e.csv", "linked/d.csv"], upload.Files.Select(file => file.RelativePath));
    }

    [Fact]
    public async Task Pipes_are_not_waited_for()
    {
        using (var process = System.Diagnostics.Process.Start("mkfifo", [_folder.File("data/pipe")]))
        {
            await process.WaitForExitAsync(Cancel);
        }

        var staging = await InputStaging.FindAsync(s_cloud, Spec(null, ("train", "data")), Cancel);
        Assert.Contains("data/pipe': it is a pipe", Assert.Single(staging.Skipped), StringComparison.Ordinal);
        await RefusedAsync(ErrorCode.InvalidArgument, "pipe", Spec(null, ("train", "data/pipe")));
    }

    [Fact]
    public async Task Progress_ends_at_the_bytes_of_all_files()
    {
        _folder.File("data/big", new string('x', 3 << 20));
        var seen = new Recorder();
        var staging = await InputStaging.FindAsync(s_cloud, Spec("src", ("train", "data")), Cancel);
        var job = await staging.AddressAsync(ContentCache.Open(_folder.File("cache")), seen, Cancel);
        var total = job.Uploads.Sum(upload => upload.Size);
        Assert.Equal(new ReadProgress(total, total), seen.Values.MaxBy(value => value.BytesDone));
        Assert.True(seen.Values.Count > 10);

        // What is known counts too.
        File.SetLastWriteTimeUtc(_folder.File("data/big"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (var again in new[] { new Recorder(), new Recorder() })
        {
            staging = await InputStaging.FindAsync(s_cloud, Spec("src", ("train", "data")), Cancel);
            await staging.AddressAsync(ContentCache.Open(_folder.File("cache")), again, Cancel);
            Assert.Equal(total, again.Values.Max(value => value.BytesDone));
        }
    }

    [Fact]
    public async Task A_file_that_has_changed_since_it_was_listed_is_no_content_of_an_address()
    {
        var staging = await InputStaging.FindAsync(s_cloud, Spec(null, ("train", "data")), Cancel);
        _folder.File("data/b.csv", "1,2,3");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => staging.AddressAsync(null, null, Cancel));
        Assert.Equal(ErrorCode.Conflict, error.Code);
    }

    [Theory]
    [InlineData("s3://b/mlops/_inputs/0123456789abcdef0123456789abcdef01234567/a b.csv", "a b.csv")]
    [InlineData("gs://b/mlops/_inputs/0123456789abcdef0123456789abcdef01234567/", null)]
    [InlineData("s3://b/mlops/_inputs/0123456789abcdef0123456789abcdef01234567/a/b.csv", null)]
    [InlineData("s3://b/mlops/_inputs/2026/a.csv", null)]
    [InlineData("s3://b/x.csv", null)]
    public void Only_a_file_that_was_sent_shows_its_name(string address, string? name) => Assert.Equal(name, StagedAddress.FileName(address));

    private static string Folder(string address) => address[..(address.LastIndexOf('/') + 1)];

    private TrainingSpec Spec(string? code, params (string Name, string Location)[] inputs) => new()
    {
        Name = "job",
        Command = ["python", "train.py"],
        SourceDirectory = code,
        InputData = new OrderedDictionary<string, string>(inputs.Select(input => KeyValuePair.Create(input.Name, input.Location))),
        WorkingDirectory = _folder.Path,
    };

    private static async Task<StagedJob> StageAsync(TrainingSpec spec) => await (await InputStaging.FindAsync(s_cloud, spec, Cancel)).AddressAsync(null, null, Cancel);

    private async Task<string> AddressAsync(string location) => (await StageAsync(Spec(null, ("train", location)))).Spec.InputData["train"];

    private static async Task RefusedAsync(ErrorCode code, string message, TrainingSpec spec, FakeProvider? provider = null)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => InputStaging.FindAsync(provider ?? s_cloud, spec, Cancel));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex Digest();

    private sealed class Recorder : IProgress<ReadProgress>
    {
        public System.Collections.Concurrent.ConcurrentBag<ReadProgress> Values { get; } = [];

        public void Report(ReadProgress value) => Values.Add(value);
    }
}
