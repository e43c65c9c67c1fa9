using System.Collections;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Tests.Vertex;

/// <summary>Jobs that bring their code along, and inputs that were sent from this machine.</summary>
public class CodeTests
{
    private const string Digest = SageMaker.Jobs.Digest;

    private static readonly TrainingSpec s_spec = VertexJobs.Spec with
    {
        Command = ["python", "train.py", "$(nproc)"],
        Arguments = ["--data", "{input:train}", "$$"],
        InputData = new Dictionary<string, string> { ["train"] = $"gs://my-bucket/mlops/_inputs/{Digest}/digits.csv" },
        SourceDirectory = $"gs://my-bucket/mlops/_code/{Digest}/",
        InstanceCount = 2,
    };

    [Fact]
    public void Every_machine_runs_the_command_in_a_copy_of_the_code()
    {
        foreach (var index in new[] { 0, 1 })
        {
            var container = VertexJobs.Pool(s_spec, index)["containerSpec"]!;
            Assert.Equal(
                ["/bin/sh", "-c", "mkdir -p /tmp/mlops-code && cp -R \"$0/.\" /tmp/mlops-code && cd /tmp/mlops-code && chmod -R u+rwx . && exec \"$@\"", $"/gcs/my-bucket/mlops/_code/{Digest}", "python", "train.py", "$$(nproc)"],
                container["command"]!.AsArray().Select(item => (string)item!));
            Assert.Equal(["--data", $"/gcs/my-bucket/mlops/_inputs/{Digest}/digits.csv", "$$$"], container["args"]!.AsArray().Select(item => (string)item!));
        }

        Assert.Empty(VertexJobs.Problems(VertexJobs.Request(s_spec)));
    }

    [Fact]
    public void It_is_read_back_as_it_was_given()
    {
        var job = VertexJobs.ReadBack(s_spec);
        Assert.Equal(s_spec.Command, job.Command);
        Assert.Equal(s_spec.Arguments, job.Argument);
        Assert.Equal(["train"], job.InputData.Keys);
        Assert.Equal($"gs://my-bucket/mlops/_code/{Digest}", job.SourceUri);
    }

    [Fact]
    public void Code_wants_a_command() => Assert.Contains("-Command", VertexJobs.Refused(s_spec with { Command = [] }).RecommendedAction, StringComparison.Ordinal);

    [Theory]
    [InlineData("/home/me/src", "reads it from Cloud Storage")]
    [InlineData("gs:///x", "reads it from Cloud Storage")]
    [InlineData("S3://b/x", "cannot read from S3")]
    public void Code_that_the_cloud_cannot_read_is_refused(string source, string message) =>
        Assert.Contains(message, VertexJobs.Refused(s_spec with { SourceDirectory = source }).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_sent_goes_into_the_bucket_that_jobs_write_to()
    {
        Assert.Equal("gs://my-bucket/mlops", CustomJobRequest.StagingRoot(s_spec, VertexJobs.Defaults));
        Assert.Equal("gs://BUCKET/mlops", CustomJobRequest.StagingRoot(s_spec, VertexJobs.Defaults with { Bucket = null }));

        // Not below the folder of the one job, whose files are its results.
        var options = new Dictionary<string, object?> { ["jobspec"] = new Hashtable { ["baseoutputdirectory"] = new Hashtable { ["outputuriprefix"] = "gs://other/place" } } };
        Assert.Equal("gs://other/mlops", CustomJobRequest.StagingRoot(s_spec with { ProviderOptions = options }, VertexJobs.Defaults with { Bucket = null }));
    }
}
