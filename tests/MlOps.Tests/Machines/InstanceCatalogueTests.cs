using System.Text.Json;
using MlOps.Tests.Support;

namespace MlOps.Tests.Machines;

public class InstanceCatalogueTests
{
    private const long Gibibyte = 1L << 30;

    // SageMaker's own description of its API.
    private static readonly string[] s_trainingTypes = ReadTrainingTypes();

    [Fact]
    public void Every_type_that_SageMaker_trains_on_is_there_once_and_no_other() =>
        Assert.Equal(s_trainingTypes.Order(), InstanceCatalogue.Of("SageMaker").Select(machine => machine.InstanceType).Order());

    [Fact]
    public void The_figures_are_of_a_month() => Assert.Equal(1, InstanceCatalogue.Date.Day);

    [Fact]
    public void Sizes_are_those_of_machines() => Assert.All(InstanceCatalogue.All, machine =>
    {
        Assert.InRange(machine.VCpu, 2, 1024);
        Assert.InRange(machine.Memory, 4 * Gibibyte, 32768 * Gibibyte);

        // A slip of a digit in either figure puts their ratio out of this.
        Assert.InRange(machine.Memory / machine.VCpu, Gibibyte * 9 / 10, 24 * Gibibyte);
    });

    [Fact]
    public void Accelerators_have_a_name_a_number_and_memory_or_none_of_them() => Assert.All(InstanceCatalogue.All, machine =>
    {
        if (machine.Accelerator.Length == 0)
        {
            Assert.Equal((0, 0L), (machine.AcceleratorCount, machine.AcceleratorMemory));
        }
        else
        {
            Assert.Matches("^[A-Za-z0-9-]+$", machine.Accelerator);
            Assert.Contains(machine.AcceleratorCount, new[] { 1, 2, 4, 8, 16 });
            Assert.InRange(machine.AcceleratorMemory, 8 * Gibibyte, 512 * Gibibyte);
        }
    });

    [Fact]
    public void An_accelerator_is_one_thing_wherever_it_is()
    {
        var byName = InstanceCatalogue.All.Where(machine => machine.AcceleratorCount > 0).GroupBy(machine => machine.Accelerator, StringComparer.OrdinalIgnoreCase);
        Assert.All(byName, machines =>
        {
            Assert.Single(machines.Select(machine => machine.Accelerator).Distinct());
            Assert.Single(machines.Select(machine => machine.AcceleratorMemory).Distinct());
        });
    }

    [Fact]
    public void Families_with_accelerators_have_some_and_the_others_have_none() => Assert.All(InstanceCatalogue.Of("SageMaker"), machine =>
    {
        string[] families = ["ml.g", "ml.p", "ml.trn"];
        Assert.Equal(families.Any(family => machine.InstanceType.StartsWith(family, StringComparison.Ordinal)), machine.AcceleratorCount > 0);
    });

    [Theory]
    [InlineData("ml.m5.large", 2, 8, "", 0, 0)]
    [InlineData("ml.c4.xlarge", 4, 7.5, "", 0, 0)]
    [InlineData("ml.c5n.xlarge", 4, 10.5, "", 0, 0)]
    [InlineData("ml.p2.16xlarge", 64, 732, "K80", 16, 12)]
    [InlineData("ml.p3.2xlarge", 8, 61, "V100", 1, 16)]
    [InlineData("ml.p3dn.24xlarge", 96, 768, "V100-32GB", 8, 32)]
    [InlineData("ml.p4d.24xlarge", 96, 1152, "A100", 8, 40)]
    [InlineData("ml.p4de.24xlarge", 96, 1152, "A100-80GB", 8, 80)]
    [InlineData("ml.p5.4xlarge", 16, 256, "H100", 1, 80)]
    [InlineData("ml.p5en.48xlarge", 192, 2048, "H200", 8, 141)]
    [InlineData("ml.p6-b200.48xlarge", 192, 2048, "B200", 8, 179)]
    [InlineData("ml.p6-b300.48xlarge", 192, 4096, "B300", 8, 268)]
    [InlineData("ml.p6e-gb200.36xlarge", 144, 960, "GB200", 4, 185)]
    [InlineData("ml.g4dn.12xlarge", 48, 192, "T4", 4, 16)]
    [InlineData("ml.g5.24xlarge", 96, 384, "A10G", 4, 24)]
    [InlineData("ml.g6e.16xlarge", 64, 512, "L40S", 1, 48)]
    [InlineData("ml.g7.12xlarge", 48, 192, "RTXPRO4500", 2, 32)]
    [InlineData("ml.g7e.12xlarge", 48, 512, "RTXPRO6000", 2, 96)]
    [InlineData("ml.trn1n.32xlarge", 128, 512, "Trainium1", 16, 32)]
    [InlineData("ml.trn2.48xlarge", 192, 2048, "Trainium2", 16, 96)]
    public void Figures(string type, int vCpu, double memory, string accelerator, int count, int acceleratorMemory)
    {
        var expected = new MlInstance
        {
            Provider = "SageMaker",
            InstanceType = type,
            VCpu = vCpu,
            Memory = (long)(memory * Gibibyte),
            Accelerator = accelerator,
            AcceleratorCount = count,
            AcceleratorMemory = acceleratorMemory * Gibibyte,
        };
        Assert.Equal(expected, InstanceCatalogue.Find("sagemaker", type.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("SageMaker", "p4d.24xlarge")]
    [InlineData("Local", "ml.p4d.24xlarge")]
    public void What_is_not_there_is_not_found(string provider, string type) => Assert.Null(InstanceCatalogue.Find(provider, type));

    [Fact]
    public void Machines_without_accelerators_come_first_and_small_ones_before_large_ones()
    {
        var order = InstanceCatalogue.All.ToList();
        Assert.All(InstanceCatalogue.Providers, provider =>
            Assert.Equal(InstanceCatalogue.Of(provider).OrderBy(machine => machine.Accelerator.Length > 0), InstanceCatalogue.Of(provider)));
        Assert.Equal(
            ["ml.g5.xlarge", "ml.g5.2xlarge", "ml.g5.4xlarge", "ml.g5.8xlarge", "ml.g5.16xlarge", "ml.g5.12xlarge", "ml.g5.24xlarge", "ml.g5.48xlarge"],
            order.Where(machine => machine.Accelerator == "A10G").Select(machine => machine.InstanceType));
    }

    [Theory]
    [InlineData("A100", 8, "ml.p4d.24xlarge")]
    [InlineData("a100-40gb", 8, "ml.p4d.24xlarge")]
    [InlineData("A100-80GB", 8, "ml.p4de.24xlarge")]
    [InlineData("A100", null, "ml.p4d.24xlarge")]
    [InlineData("V100-16GB", 4, "ml.p3.8xlarge")]
    [InlineData("A10G", null, "ml.g5.xlarge")]
    [InlineData("A10G", 4, "ml.g5.12xlarge")]
    [InlineData("T4", 1, "ml.g4dn.xlarge")]
    [InlineData("H100", null, "ml.p5.4xlarge")]
    [InlineData("H200", null, "ml.p5e.48xlarge")]
    [InlineData("RTXPRO6000", 2, "ml.g7e.12xlarge")]
    [InlineData("Trainium1", 16, "ml.trn1.32xlarge")]
    public void The_smallest_machine_with_exactly_these_accelerators_is_picked(string accelerator, int? count, string expected) =>
        Assert.Equal(expected, InstanceCatalogue.Pick("SageMaker", accelerator, count).InstanceType);

    [Fact]
    public void Every_combination_that_there_is_can_be_picked() => Assert.All(InstanceCatalogue.All.Where(machine => machine.AcceleratorCount > 0), machine =>
    {
        var picked = InstanceCatalogue.Pick(machine.Provider, machine.Accelerator, machine.AcceleratorCount);
        Assert.Equal((machine.Accelerator, machine.AcceleratorCount), (picked.Accelerator, picked.AcceleratorCount));
        Assert.True(picked.VCpu <= Math.Max(machine.VCpu, 4));
    });

    [Theory]
    [InlineData("T4", null, "n1-standard-4")]
    [InlineData("P100", 2, "n1-standard-4")]
    [InlineData("A100", 8, "a2-highgpu-8g")]
    [InlineData("A100", 16, "a2-megagpu-16g")]
    [InlineData("A100-80GB", null, "a2-ultragpu-1g")]
    [InlineData("L4", 1, "g2-standard-4")]
    [InlineData("RTXPRO6000", 4, "g4-standard-192")]
    public void A_machine_with_too_few_CPUs_is_not_picked(string accelerator, int? count, string expected) =>
        Assert.Equal(expected, InstanceCatalogue.Pick("Vertex", accelerator, count).InstanceType);

    [Fact]
    public void A_machine_that_takes_accelerators_or_none_is_there_in_every_form()
    {
        var plain = InstanceCatalogue.Find("Vertex", "n1-standard-16")!;
        Assert.Equal(("", 0, 16, 60 * Gibibyte), (plain.Accelerator, plain.AcceleratorCount, plain.VCpu, plain.Memory));
        Assert.Equal(
            ["", "P100 1", "P100 2", "P100 4", "P4 1", "P4 2", "P4 4", "T4 1", "T4 2", "T4 4", "V100 2", "V100 4", "V100 8"],
            InstanceCatalogue.Variants("vertex", "n1-standard-16").Select(machine => machine.AcceleratorCount == 0 ? "" : $"{machine.Accelerator} {machine.AcceleratorCount}"));
        Assert.Equal("V100", InstanceCatalogue.Find("Vertex", "n1-standard-16", "v100-16gb", 4)!.Accelerator);
        Assert.Equal(plain, InstanceCatalogue.Find("Vertex", "n1-standard-16", "", 0));
        Assert.Null(InstanceCatalogue.Find("Vertex", "n1-standard-16", "V100", 1));
        Assert.Empty(InstanceCatalogue.Variants("Vertex", "ml.m5.xlarge"));
    }

    [Fact]
    public void A_form_of_a_machine_is_there_once() =>
        Assert.Distinct(InstanceCatalogue.All.Select(machine => (machine.Provider, machine.InstanceType, machine.Accelerator, machine.AcceleratorCount)));

    [Theory]
    [InlineData("SageMaker", "ml.p4d.24xlarge", "Vertex", "a2-highgpu-8g")]
    [InlineData("SageMaker", "ml.p4de.24xlarge", "Vertex", "a2-ultragpu-8g")]
    [InlineData("SageMaker", "ml.p5.48xlarge", "Vertex", "a3-highgpu-8g")]
    [InlineData("SageMaker", "ml.p5en.48xlarge", "Vertex", "a3-ultragpu-8g")]
    [InlineData("SageMaker", "ml.g6.2xlarge", "Vertex", "g2-standard-8")]
    [InlineData("SageMaker", "ml.g4dn.xlarge", "Vertex", "n1-highmem-4")]
    [InlineData("SageMaker", "ml.m5.xlarge", "Vertex", "n2-standard-4")]
    [InlineData("SageMaker", "ml.m5.large", "Vertex", "n1-highmem-2")]
    [InlineData("SageMaker", "ml.g5.xlarge", "Vertex", null)]
    [InlineData("SageMaker", "ml.trn1.2xlarge", "Vertex", null)]
    [InlineData("Vertex", "a2-highgpu-8g", "SageMaker", "ml.p4d.24xlarge")]
    [InlineData("Vertex", "a2-highgpu-1g", "SageMaker", null)]
    [InlineData("Vertex", "a3-megagpu-8g", "SageMaker", "ml.p5.48xlarge")]
    [InlineData("Vertex", "g2-standard-4", "SageMaker", "ml.g6.xlarge")]
    [InlineData("Vertex", "n1-standard-4", "SageMaker", "ml.m5.xlarge")]
    [InlineData("Vertex", "n1-standard-4", "Local", null)]
    public void The_nearest_machine_of_another_provider(string from, string type, string to, string? expected) =>
        Assert.Equal(expected, InstanceCatalogue.Nearest(InstanceCatalogue.Find(from, type)!, to)?.InstanceType);

    [Fact]
    public void The_nearest_machine_has_the_same_accelerators_and_is_as_large_where_one_is() => Assert.All(InstanceCatalogue.All, machine => Assert.All(InstanceCatalogue.Providers, provider =>
    {
        var nearest = InstanceCatalogue.Nearest(machine, provider);
        if (nearest is null)
        {
            Assert.DoesNotContain(InstanceCatalogue.Of(provider), other => IsLarge(other));
        }
        else
        {
            Assert.Equal((machine.Accelerator, machine.AcceleratorCount), (nearest.Accelerator, nearest.AcceleratorCount));
            Assert.True(IsLarge(nearest) || !InstanceCatalogue.Of(provider).Any(IsLarge));
            Assert.DoesNotContain(InstanceCatalogue.Of(provider), other => IsLarge(other) && other.VCpu < nearest.VCpu);
        }

        bool IsLarge(MlInstance other) =>
            (other.Accelerator, other.AcceleratorCount) == (machine.Accelerator, machine.AcceleratorCount) && other.VCpu >= machine.VCpu && other.Memory >= machine.Memory;
    }));

    [Theory]
    [InlineData("A100", 3, "SageMaker has no machine with 3 × A100. It has 8 (ml.p4d.24xlarge).")]
    [InlineData("a10g", 0, "SageMaker has no machine with 0 × A10G. It has 1 (ml.g5.xlarge), 4 (ml.g5.12xlarge), 8 (ml.g5.48xlarge).")]
    public void A_number_that_there_is_not_is_answered_with_those_that_there_are(string accelerator, int count, string expected)
    {
        var error = Assert.Throws<MlOpsException>(() => InstanceCatalogue.Pick("SageMaker", accelerator, count));
        Assert.Equal((ErrorCode.InvalidArgument, expected), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("A1000", "Did you mean 'A100'?")]
    [InlineData("NVIDIA_TESLA_P100", "Find-MlInstance lists the machines.")]
    [InlineData("", "Find-MlInstance lists the machines.")]
    public void An_accelerator_that_there_is_not_is_answered_with_those_that_there_are(string accelerator, string hint)
    {
        var error = Assert.Throws<MlOpsException>(() => InstanceCatalogue.Pick("sagemaker", accelerator));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith($"SageMaker has no machine with the accelerator '{accelerator}'. It has A100, A100-80GB, A10G, ", error.Message, StringComparison.Ordinal);
        Assert.Equal(hint, error.RecommendedAction);
    }

    [Fact]
    public void A_provider_without_machines_has_none_to_pick() =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => InstanceCatalogue.Pick("Local", "A100")).Code);

    private static string[] ReadTrainingTypes()
    {
        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "contracts", "sagemaker.json")));
        return [.. description.RootElement.GetProperty("shapes").GetProperty("TrainingInstanceType").GetProperty("enum").EnumerateArray().Select(type => type.GetString()!)];
    }
}
