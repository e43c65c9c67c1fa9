namespace MlOps.Tests.Vertex;

public class MachinesTests
{
    private static readonly TrainingSpec s_spec = VertexJobs.Spec;

    [Theory]
    [InlineData(null, null, null, "n1-standard-4")]
    [InlineData(null, null, 0, "n1-standard-4")]
    [InlineData(null, "A100", 8, "a2-highgpu-8g NVIDIA_TESLA_A100 8")]
    [InlineData(null, "a100-40gb", 16, "a2-megagpu-16g NVIDIA_TESLA_A100 16")]
    [InlineData(null, "A100-80GB", 2, "a2-ultragpu-2g NVIDIA_A100_80GB 2")]
    [InlineData(null, "H100", 8, "a3-highgpu-8g NVIDIA_H100_80GB 8")]
    [InlineData(null, "NVIDIA_TESLA_T4", null, "n1-standard-4 NVIDIA_TESLA_T4 1")]
    [InlineData(null, "V100", 8, "n1-standard-4 NVIDIA_TESLA_V100 8")]
    [InlineData(null, "P4", 4, "n1-standard-4 NVIDIA_TESLA_P4 4")]
    [InlineData(null, "L4", 4, "g2-standard-48 NVIDIA_L4 4")]
    [InlineData(null, "GB200", null, "a4x-highgpu-4g NVIDIA_GB200 4")]
    [InlineData("a2-highgpu-8g", null, null, "a2-highgpu-8g NVIDIA_TESLA_A100 8")]
    [InlineData("a2-highgpu-8g", null, 8, "a2-highgpu-8g NVIDIA_TESLA_A100 8")]
    [InlineData("a3-megagpu-8g", "H100", 8, "a3-megagpu-8g NVIDIA_H100_MEGA_80GB 8")]
    [InlineData("n1-standard-8", null, null, "n1-standard-8")]
    [InlineData("n1-standard-8", "T4", 4, "n1-standard-8 NVIDIA_TESLA_T4 4")]
    [InlineData("n1-highmem-2", "V100", null, "n1-highmem-2 NVIDIA_TESLA_V100 1")]
    [InlineData("n1-standard-96", "V100", null, "n1-standard-96 NVIDIA_TESLA_V100 8")]
    [InlineData("n1-standard-96", "P100", 4, "n1-standard-96 NVIDIA_TESLA_P100 4")]
    [InlineData("n2-standard-8", null, null, "n2-standard-8")]
    [InlineData("z9-huge-8", null, null, "z9-huge-8")]
    [InlineData("ct5lp-hightpu-4t", "TPU_V5_LITEPOD", 4, "ct5lp-hightpu-4t TPU_V5_LITEPOD 4")]
    public void A_machine_is_named_or_picked_or_the_default(string? type, string? accelerator, int? count, string expected)
    {
        var spec = s_spec with { InstanceType = type, Accelerator = accelerator, AcceleratorCount = count };
        Assert.Equal(expected, string.Join(' ', VertexJobs.Pool(spec)["machineSpec"]!.AsObject().Select(member => member.Value!.ToString())));
        Assert.Empty(VertexJobs.Problems(VertexJobs.Request(spec)));
    }

    [Theory]
    [InlineData("n1-standard-16", "V100", 1, "cannot have 1 × V100. It takes 1, 2, 4 × P100; 1, 2, 4 × P4; 1, 2, 4 × T4; 2, 4, 8 × V100.")]
    [InlineData("n1-standard-8", "A100", null, "cannot have A100.")]
    [InlineData("n1-standard-8", "T4", 0, "cannot have 0 × T4. It takes 1, 2, 4 × P100")]
    [InlineData("n2-standard-8", "T4", 1, "It takes no accelerators.")]
    [InlineData("a2-highgpu-8g", "A100", 4, "has 8 × A100, and not 4 × A100")]
    [InlineData("a2-highgpu-8g", null, 4, "has 8 × A100, and not 4 accelerators")]
    [InlineData("n1-standard-8", null, 2, "nothing says of which accelerator")]
    [InlineData(null, null, 2, "nothing says of which accelerator")]
    [InlineData(null, "A10G", null, "Vertex has no machine with the accelerator 'A10G'")]
    [InlineData(null, "A100", 3, "It has 1 (a2-highgpu-1g), 2 (a2-highgpu-2g), 4 (a2-highgpu-4g), 8 (a2-highgpu-8g), 16 (a2-megagpu-16g).")]
    [InlineData("ml.m5.xlarge", null, null, "no machine type of Vertex AI")]
    [InlineData("z9-huge-8", "abacus", null, "no word for the accelerator 'abacus'")]
    public void What_there_is_not_is_refused_with_what_there_is(string? type, string? accelerator, int? count, string message) =>
        Assert.Contains(message, VertexJobs.Refused(s_spec with { InstanceType = type, Accelerator = accelerator, AcceleratorCount = count }).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_machine_of_the_catalogue_can_be_asked_for_and_is_read_back() => Assert.All(InstanceCatalogue.Of("Vertex"), machine =>
    {
        var job = VertexJobs.ReadBack(s_spec with
        {
            InstanceType = machine.InstanceType,
            Accelerator = machine.AcceleratorCount > 0 ? machine.Accelerator : null,
            AcceleratorCount = machine.AcceleratorCount,
        });
        Assert.Equal((machine.InstanceType, machine.Accelerator, machine.AcceleratorCount), (job.InstanceType, job.Accelerator, job.AcceleratorCount));
    });

    [Theory]
    [InlineData("n1-standard-4", "pd-ssd")]
    [InlineData("a4-highgpu-8g", null)]
    [InlineData("a3-ultragpu-8g", null)]
    public void The_newest_series_choose_their_disk(string type, string? disk) =>
        Assert.Equal(disk, (string?)VertexJobs.Pool(s_spec with { InstanceType = type })["diskSpec"]!["bootDiskType"]);
}
