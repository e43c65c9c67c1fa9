namespace MlOps.Tests.Machines;

public class InstanceFinderTests
{
    [Theory]
    [InlineData("p4d.24xlarge", "Did you mean 'ml.p4d.24xlarge'?")]
    [InlineData("t3.large", "Did you mean 'ml.t3.large'?")]
    [InlineData("ML.P4D.24XLRGE", "Did you mean 'ml.p4d.24xlarge'?")]
    [InlineData("abacus", "Find-MlInstance lists the machine types.")]
    public void A_type_that_nobody_has_is_an_error_with_a_hint(string type, string hint)
    {
        var error = Assert.Single(InstanceFinder.UnknownNames(InstanceCatalogue.All, new() { InstanceTypes = [NamePattern.Parse(type)] }));
        Assert.Equal((ErrorCode.NotFound, hint, type), (error.Code, error.RecommendedAction, error.Target));
    }

    [Fact]
    public void An_accelerator_that_nobody_has_is_an_error_that_names_those_that_there_are()
    {
        var error = Assert.Single(InstanceFinder.UnknownNames(InstanceCatalogue.All, new() { Accelerators = [NamePattern.Parse("Gaudi")] }));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.StartsWith("There are A100, A100-80GB, ", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_there_and_wildcards_are_no_errors() => Assert.Empty(InstanceFinder.UnknownNames(InstanceCatalogue.All, new()
    {
        InstanceTypes = [NamePattern.Parse("ML.p4d.24xlarge"), NamePattern.Parse("none*")],
        Accelerators = [NamePattern.Parse("h100"), NamePattern.Parse("A100-40GB"), NamePattern.Parse("none*")],
        MinimumVCpu = 100_000,
    }));

    [Theory]
    [InlineData("All")]
    [InlineData("sagemaker")]
    public void Machines_are_chosen_by_provider(string provider) =>
        Assert.Contains(InstanceFinder.OfProviders([provider]), machine => machine.Provider == "SageMaker");

    [Fact]
    public void A_provider_without_machines_is_an_error() =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => InstanceFinder.OfProviders(["SageMaker", "Local"])).Code);

    [Fact]
    public void A_machine_without_accelerators_fits_no_accelerator()
    {
        var query = new InstanceQuery { Accelerators = [NamePattern.Parse("*")] };
        Assert.All(InstanceCatalogue.All, machine => Assert.Equal(machine.AcceleratorCount > 0, query.Matches(machine)));
    }

    [Fact]
    public void Least_sizes_are_included()
    {
        var machine = InstanceCatalogue.Find("SageMaker", "ml.g5.xlarge")!;
        var query = new InstanceQuery { MinimumVCpu = machine.VCpu, MinimumMemory = machine.Memory, MinimumAcceleratorMemory = machine.AcceleratorMemory };

        Assert.True(query.Matches(machine));
        Assert.False((query with { MinimumVCpu = machine.VCpu + 1 }).Matches(machine));
        Assert.False((query with { MinimumMemory = machine.Memory + 1 }).Matches(machine));
        Assert.False((query with { MinimumAcceleratorMemory = machine.AcceleratorMemory + 1 }).Matches(machine));
    }
}
