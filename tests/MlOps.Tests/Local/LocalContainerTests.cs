namespace MlOps.Tests.Local;

/// <summary>Containers, with an engine that only writes down how it was called and runs the command: no machine that builds this needs a real one.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public sealed class LocalContainerTests : IDisposable
{
    private const string Engine = """
        #!/bin/sh
        printf '%s\n' "$*" >>"$(dirname "$0")/calls"
        case $1 in
          version) echo 27.0 ;;
          rm) ;;
          run)
            while [ "$1" != image:1 ]; do
              case $1 in
                --entrypoint) entrypoint=$2; shift ;;
                --mount) host=${2#*source=} inside=${2#*target=}; shift
                  eval "export M$(basename "${inside%%,*}" | tr -c 'a-z\n' _)=\"${host%%,*}\"" ;;
              esac
              shift
            done
            shift
            exec $entrypoint "$@" ;;
        esac
        """;

    private readonly LocalFixture _local = new();
    private readonly string _path = Environment.GetEnvironmentVariable("PATH")!;
    private readonly string _bin;

    public LocalContainerTests() => _bin = Directory.CreateDirectory(Path.Combine(_local.Home, "bin")).FullName;

    private string Calls => File.ReadAllText(Path.Combine(_bin, "calls"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _local.Dispose();
    }

    [Fact]
    public async Task An_image_runs_with_the_jobs_folders_and_environment()
    {
        Install("docker");
        var data = Directory.CreateDirectory(Path.Combine(_local.Home, "data")).FullName;
        await _local.StartAsync(_local.Shell("echo $1 $MLOPS_MODEL_DIR $MLOPS_INPUT_TRAIN; echo x >$Mmodel/m") with
        {
            Image = "image:1",
            Arguments = ["name", "{input:train}"],
            InputData = new Dictionary<string, string> { ["train"] = data },
            Environment = new Dictionary<string, string> { ["TOKEN"] = "very-secret" },
        });
        var job = await _local.EndAsync();
        Assert.Equal("/mlops/input/train /mlops/model /mlops/input/train", Assert.Single(await _local.LogAsync(job)).Message);
        Assert.Equal(MlJobStatus.Succeeded, job.Status);
        Assert.Equal("image:1", job.Image);
        Assert.True(File.Exists(Path.Combine(_local.JobFolder(), "model", "m")));
        Assert.Contains($"source={data},target=/mlops/input/train,readonly", Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_is_mounted_where_it_can_be_written_to_and_is_the_working_folder()
    {
        Install("docker");
        var code = Directory.CreateDirectory(Path.Combine(_local.Home, "src")).FullName;
        File.WriteAllText(Path.Combine(code, "f"), "x");
        await _local.StartAsync(_local.Shell("cat $Msource/f >$Msource/g") with { Image = "image:1", SourceDirectory = code });
        Assert.Equal(MlJobStatus.Succeeded, (await _local.EndAsync()).Status);
        Assert.Equal("x", File.ReadAllText(Path.Combine(_local.JobFolder(), "source", "g")));
        Assert.Contains($"--mount type=bind,source={_local.JobFolder()}/source,target=/mlops/source ", Calls, StringComparison.Ordinal);
        Assert.Contains(" --workdir /mlops/source ", Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_container_is_removed()
    {
        Install("docker");
        await _local.StartAsync(_local.Shell("exec sleep 600") with { Image = "image:1" });
        var job = await _local.UntilAsync(job => job.Status == MlJobStatus.Running);
        await _local.Provider.StopAsync(job, LocalFixture.Cancel);
        Assert.Equal(MlJobStatus.Stopped, (await _local.EndAsync()).Status);
        await LocalFixture.UntilAsync(() => Calls.Contains($"rm --force mlops-{job.Id}-0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Podman_is_taken_when_docker_does_not_answer()
    {
        Install("docker", "#!/bin/sh\necho 'Cannot connect to the Docker daemon.' >&2; exit 1");
        Install("podman");
        await _local.StartAsync(_local.Shell("exit 0") with { Image = "image:1" });
        Assert.Equal(MlJobStatus.Succeeded, (await _local.EndAsync()).Status);
    }

    [Fact]
    public async Task Without_an_engine_an_image_is_refused_and_each_reason_given()
    {
        Install("docker", "#!/bin/sh\necho 'Cannot connect to the Docker daemon.' >&2; exit 1");
        Environment.SetEnvironmentVariable("PATH", $"{_bin}:/nowhere");
        var sh = new FileInfo("/bin/sh");
        File.CreateSymbolicLink(Path.Combine(_bin, "sh"), sh.FullName);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => _local.StartAsync(_local.Shell("exit 0") with { Image = "image:1" }));
        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("docker says \"Cannot connect to the Docker daemon\"; podman is not installed", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _local.ListAsync(JobQuery.All));
    }

    private void Install(string engine, string script = Engine)
    {
        var file = Path.Combine(_bin, engine);
        File.WriteAllText(file, script);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{_bin}:{_path}");
    }
}
