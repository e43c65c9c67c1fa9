using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Module;

/// <summary>How objects look, in a session with a culture that writes numbers and dates in its own way.</summary>
public class ViewTests
{
    [Fact]
    public async Task Jobs_at_160_columns() => Assert.Equal(
        """
        Name                                   Provider  Status    Created      Duration Machine                Metric
        ----                                   --------  ------    -------      -------- -------                ------
        resnet50-2024-03-14-15-09              SageMaker Succeeded 2024-03-14    1:23:45 ml.p4d.24xlarge ×2, 8… val_loss=0.2134 val_accuracy=0.941
        digits-1                               Local     Failed    2024-03-14     45.2 s
        digits-2                               Vertex    Pending   2024-03-14
        """,
        await ShowAsync("Job", 160));

    [Fact]
    public async Task Jobs_at_80_columns() => Assert.Equal(
        """
        Name                                   Provider  Status    Created     Duration
        ----                                   --------  ------    -------     --------
        resnet50-2024-03-14-15-09              SageMaker Succeeded 2024-03-14   1:23:45
        digits-1                               Local     Failed    2024-03-14    45.2 s
        digits-2                               Vertex    Pending   2024-03-14
        """,
        await ShowAsync("Job", 80));

    [Fact]
    public async Task A_tuning_job_among_jobs() => Assert.Equal(
        """
        Name                                   Provider  Status    Created     Duration
        ----                                   --------  ------    -------     --------
        tune-1                                 SageMaker Running   2024-03-14   1:23:45
        """,
        await ShowAsync("Tuning", 80));

    [Fact]
    public async Task Trials_by_tuning_job() => Assert.Equal(
        """
           Tuning job: tune-1

        Number Name                     Status        Value   Step Duration Hyperparameter
        ------ ----                     ------        -----   ---- -------- --------------
             3 tune-1-003-a1b2c3d4      Succeeded    0.1235     20   45.2 s lr=0.001 loss=l2
               tune-1-004-b2c3d4e5      Failed                              lr=0.1 loss=smooth_l1
        """,
        await ShowAsync("Trial", 100));

    [Fact]
    public async Task Ranges_of_a_search() => Assert.Equal(
        """
        Range                                    When
        -----                                    ----
        1E-05..0.1 log
        l2, smooth_l1                            depth=2, 3
        """,
        await ShowAsync("Range", 80));

    [Fact]
    public async Task A_log() => Assert.Equal(
        """
        15:09:26.535 digits-1  epoch=1 val_loss=0.2134
        15:09:26.535 digits-1/1!   a warning
        """,
        await ShowAsync("Log", 80));

    [Fact]
    public async Task A_log_within_the_output_of_a_script() => Assert.Contains(
        """
        digits-2                               Vertex    Pending   2024-03-14
        15:09:26.535 digits-1  epoch=1 val_loss=0.2134
        15:09:26.535 digits-1/1!   a warning
        """,
        await ShowAsync("JobAndLog", 80),
        StringComparison.Ordinal);

    [Fact]
    public async Task Metrics_by_job() => Assert.Equal(
        """
           Job: digits-1

        Name                    Epoch     Step      Value Time                Instance
        ----                    -----     ----      ----- ----                --------
        val_loss                    1              0.2134 2024-03-14 15:09:26 0

           Job: digits-2

        Name                    Epoch     Step      Value Time                Instance
        ----                    -----     ----      ----- ----                --------
        val_loss                         12000      12346 2024-03-14 15:09:26 0
        """,
        await ShowAsync("Metric", 80));

    [Fact]
    public async Task Artifacts_by_job() => Assert.Equal(
        """
           Job: digits-1

        LastModified             Size Path
        ------------             ---- ----
        2024-03-14 15:09:26  1.18 MiB logs/events.out.tfevents.1
        2024-03-14 15:09:26     512 B model/model.json
        """,
        await ShowAsync("Artifact", 80));

    [Fact]
    public async Task Received_files() => Assert.Equal(
        """
        Result         Size Path                          Destination
        ------         ---- ----                          -----------
        Unchanged  2.00 KiB model/model.json              /out/model/model.json
        """,
        await ShowAsync("Received", 80));

    [Fact]
    public async Task Sent_files() => Assert.Equal(
        """
        Result         Size Path                          Destination
        ------         ---- ----                          -----------
        Sent       2.00 KiB train/a.csv                   s3://data/digits/train/a.csv
        Unchanged       0 B empty                         s3://data/digits/empty
        """,
        await ShowAsync("Sent", 80));

    [Fact]
    public async Task Names_of_files_do_nothing_to_a_terminal()
    {
        foreach (var view in (string[])["OddArtifact", "OddReceived", "OddSent"])
        {
            var shown = await ShowAsync(view, 120, "Ansi");
            Assert.Contains("model/red.bin", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("\e[31m", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Machines() => Assert.Equal(
        """
        InstanceType             VCpu   Memory Accelerators    Memory each Provider
        ------------             ----   ------ ------------    ----------- --------
        ml.c4.xlarge                4  7.5 GiB                             SageMaker
        ml.p4d.24xlarge            96 1152 GiB 8 × A100             40 GiB SageMaker
        ml.trn1.32xlarge          128  512 GiB 16 × Trainium1       32 GiB SageMaker
        """,
        await ShowAsync("Instance", 80));

    [Fact]
    public async Task Checks_with_what_to_do() => Assert.Equal(
        """
        Provider  Check                        Result  Detail
        --------  -----                        ------  ------
        Local     Folder                       Passed  /home/me/.local/share/mlops
        SageMaker Role                         Failed  No role is set.
                                                       → Set one with Set-MlContext
                                                       -SageMakerRole, one that can
                                                       read and write the bucket.
        """,
        await ShowAsync("Check", 80));

    [Fact]
    public async Task Settings() => Assert.Equal(
        """
        Name            Value        Source      SourceDetail
        ----            -----        ------      ------------
        SageMakerRegion eu-central-1 Environment AWS_REGION
        VertexProject                None
        """,
        await ShowAsync("Context", 80));

    [Fact]
    public async Task Colours_are_for_the_status_and_gone_in_plain_text()
    {
        var coloured = await ShowAsync("Job", 160, "Ansi");

        Assert.Contains("\e[32mSucceeded\e[0m", coloured, StringComparison.Ordinal);
        Assert.Contains("\e[31mFailed\e[0m", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", await ShowAsync("Job", 160), StringComparison.Ordinal);
        Assert.Contains("\e[31m!   a warning\e[0m", await ShowAsync("Log", 80, "Ansi"), StringComparison.Ordinal);
    }

    private static async Task<string> ShowAsync(string view, int width, string rendering = "PlainText")
    {
        var session = new EngineSession { Width = width, Culture = "de-DE", Variables = new Dictionary<string, string> { ["TZ"] = "UTC" } };
        var output = (await session.RunAsync(Path.Combine(Repository.Project, "Module", "Scripts", "Views.ps1"), Repository.Manifest, view, rendering)).Succeeded();
        return string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }
}
