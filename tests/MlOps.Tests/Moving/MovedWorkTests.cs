using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Tests.Vertex;

namespace MlOps.Tests.Moving;

public class MovedWorkTests
{
    private static readonly (string SageMaker, string Vertex) s_image = (SageMaker.Jobs.Spec.Image!, VertexJobs.Spec.Image!);

    [Property(MaxTest = 500)]
    public Property Work_that_goes_to_the_other_cloud_and_back_is_the_same() => Prop.ForAll(Specs.ToArbitrary(), spec =>
    {
        var first = SageMaker.Jobs.ReadBack(spec);
        var there = Moved(first, spec, "Vertex");
        var second = VertexJobs.ReadBack(there);
        var back = Moved(second, there, "SageMaker");
        var third = SageMaker.Jobs.ReadBack(back);
        return Same("there", spec, there).And(Same("read there", spec, SageMaker.Jobs.Again(second, there))).And(Same("back", spec, back)).And(Same("read back", spec, SageMaker.Jobs.Again(third, back)));
    });

    [Fact]
    public void A_machine_becomes_the_nearest_one_and_it_is_said()
    {
        var machine = MovedMachine.Of(Job("SageMaker", "ml.p4d.24xlarge", "A100", 8), "Vertex");
        Assert.Equal(("a2-highgpu-8g", "A100", 8, true), (machine.InstanceType, machine.Accelerator, machine.AcceleratorCount, machine.IsSmaller));
        Assert.Equal("ml.p4d.24xlarge becomes a2-highgpu-8g, which has 680 GiB of memory instead of 1152", machine.Change);

        machine = MovedMachine.Of(Job("Vertex", "n1-standard-4", "T4", 1), "SageMaker");
        Assert.Equal(("ml.g4dn.xlarge", false, "n1-standard-4 becomes ml.g4dn.xlarge"), (machine.InstanceType, machine.IsSmaller, machine.Change));

        machine = MovedMachine.Of(Job("Vertex", "n1-standard-4", "", 0), "SageMaker");
        Assert.Equal(("ml.m5.xlarge", null, null), (machine.InstanceType, machine.Accelerator, machine.AcceleratorCount));
    }

    [Theory]
    [InlineData("SageMaker", "ml.g5.xlarge", "A10G", 1, "Vertex", "A10G", "")]
    [InlineData("SageMaker", "ml.p4d.24xlarge", "A100", 8, "Local", "A100", "InstanceType ml.p4d.24xlarge")]
    [InlineData("SageMaker", "ml.m5.xlarge", "", 0, "Local", null, "InstanceType ml.m5.xlarge")]
    [InlineData("SageMaker", "ml.z9.huge", "", 0, "Vertex", null, "InstanceType ml.z9.huge")]
    [InlineData("Vertex", "z9-huge", "L4", 1, "SageMaker", "L4", "")]
    [InlineData("Local", "local", "", 0, "Vertex", null, "")]
    [InlineData("Local", "local", "NVIDIA A100-SXM4-40GB", 2, "Vertex", null, "Accelerator NVIDIA A100-SXM4-40GB")]
    public void What_has_no_counterpart_is_said(string from, string type, string accelerator, int count, string to, string? stays, string loss)
    {
        var machine = MovedMachine.Of(Job(from, type, accelerator, count), to);
        Assert.Equal((null, stays, "", loss), (machine.InstanceType, machine.Accelerator, machine.Change, machine.Loss));
    }

    [Fact]
    public void Of_several_machines_the_one_with_the_accelerators_counts() =>
        Assert.Equal("ml.g6.8xlarge", MovedMachine.Of(Job("Vertex", "n1-standard-4,g2-standard-32", "L4", 1), "SageMaker").InstanceType);

    [Fact]
    public void Tags_of_a_cloud_itself_stay_there()
    {
        var (tags, losses) = MovedTags.Of(new Dictionary<string, string> { ["aws:x"] = "1", ["team"] = "vision", ["goog-y"] = "2" });
        Assert.Equal(["team"], tags.Keys);
        Assert.Equal(["Tag aws:x", "Tag goog-y"], losses);
    }

    [Fact]
    public void Images_of_the_other_clouds_registry_are_refused()
    {
        Assert.Contains(s_image.Vertex, SageMaker.Jobs.Refused(SageMaker.Jobs.Spec with { Image = s_image.Vertex }).Message, StringComparison.Ordinal);
        Assert.Contains("eu.gcr.io/p/i", SageMaker.Jobs.Refused(SageMaker.Jobs.Spec with { Image = "eu.gcr.io/p/i" }).Message, StringComparison.Ordinal);
        Assert.Contains(s_image.SageMaker, VertexJobs.Refused(VertexJobs.Spec with { Image = s_image.SageMaker }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_of_the_other_cloud_is_refused()
    {
        var there = SageMaker.Jobs.ReadBack(SageMaker.Jobs.Spec with { Command = ["./run"], SourceDirectory = Code(Coded, "s3") });
        var error = VertexJobs.Refused(VertexJobs.Spec with { Command = there.Command, SourceDirectory = there.SourceUri });
        Assert.Contains($"The job's code is at 's3://my-bucket/mlops/_code/{SageMaker.Jobs.Digest}/': Vertex AI cannot read from S3.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give -SourceDirectory", error.RecommendedAction, StringComparison.Ordinal);

        there = VertexJobs.ReadBack(VertexJobs.Spec with { Command = ["./run"], SourceDirectory = Code(Coded, "gs") });
        error = SageMaker.Jobs.Refused(SageMaker.Jobs.Spec with { Command = there.Command, SourceDirectory = there.SourceUri });
        Assert.Contains($"The job's code is at 'gs://my-bucket/mlops/_code/{SageMaker.Jobs.Digest}': SageMaker cannot read from Google Cloud Storage.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give -SourceDirectory", error.RecommendedAction, StringComparison.Ordinal);
    }

    private static TrainingSpec Coded { get; } = SageMaker.Jobs.Spec with { SourceDirectory = "/src" };

    /// <summary>What both clouds can say: tags that are labels, patterns whose value is their only group.</summary>
    private static Gen<TrainingSpec> Specs { get; } =
        from spec in VertexJobs.Specs
        from pattern in Gen.Elements(@"loss=(\S+)", @"(\d+)%", @"acc[:=]\s*([\d.]+)").ListOf()
        from machine in Gen.Elements("ml.m5.xlarge", "ml.p4d.24xlarge", "ml.g6.xlarge", "ml.g4dn.12xlarge", "ml.p5.48xlarge")
        select spec with
        {
            Image = s_image.SageMaker,
            InputData = Inputs("s3"),
            SourceDirectory = Code(spec, "s3"),
            InstanceType = machine,
            Tags = spec.Tags.Where(tag => tag.Value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_')).ToDictionary(),
            MetricPatterns = pattern.Take(4).Select((text, index) => (text, index)).ToDictionary(pair => $"m{pair.index}", pair => pair.text),
        };

    private static Dictionary<string, string> Inputs(string scheme) => new() { ["train"] = $"{scheme}://my-data/digits", ["my-val.1"] = $"{scheme}://my-data/val" };

    private static string? Code(TrainingSpec spec, string scheme) => spec.SourceDirectory is null ? null : $"{scheme}://my-bucket/mlops/_code/{SageMaker.Jobs.Digest}/";

    /// <summary>The work as the cmdlet starts it on another provider, with image, data and code that are there.</summary>
    private static TrainingSpec Moved(MlJob job, TrainingSpec original, string provider)
    {
        var machine = MovedMachine.Of(job, provider);
        return SageMaker.Jobs.Again(job, original) with
        {
            Image = provider == "Vertex" ? s_image.Vertex : s_image.SageMaker,
            InputData = Inputs(provider == "Vertex" ? "gs" : "s3"),
            SourceDirectory = Code(original, provider == "Vertex" ? "gs" : "s3"),
            InstanceType = machine.InstanceType,
            Accelerator = machine.Accelerator,
            AcceleratorCount = machine.AcceleratorCount,
            Tags = MovedTags.Of(job.Tag).Tags,
        };
    }

    private static Property Same(string where, TrainingSpec left, TrainingSpec right) =>
        (left.Name == right.Name).Label($"{where}: name")
            .And(left.Command.SequenceEqual(right.Command).Label($"{where}: command"))
            .And(left.Arguments.SequenceEqual(right.Arguments).Label($"{where}: arguments {SageMaker.Jobs.Shown(right.Arguments)} and not {SageMaker.Jobs.Shown(left.Arguments)}"))
            .And((Sorted(left.Hyperparameters) == Sorted(right.Hyperparameters)).Label($"{where}: hyperparameters {Sorted(right.Hyperparameters)} and not {Sorted(left.Hyperparameters)}"))
            .And(Equal(left.Environment, right.Environment).Label($"{where}: environment"))
            .And(Equal(left.Tags, right.Tags).Label($"{where}: tags"))
            .And(Equal(left.MetricPatterns, right.MetricPatterns).Label($"{where}: patterns"));

    private static string Sorted(IEnumerable<KeyValuePair<string, object?>> hyperparameters) =>
        string.Join(' ', hyperparameters.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"[{entry.Key}, {SageMaker.Jobs.Shown(entry.Value)}]"));

    private static bool Equal(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(entry => right.GetValueOrDefault(entry.Key) == entry.Value);

    private static MlJob Job(string provider, string type, string accelerator, int count) =>
        new() { Provider = provider, Name = "a", Id = "1", InstanceType = type, Accelerator = accelerator, AcceleratorCount = count };
}
