using MlOps.Tests.Fakes;

namespace MlOps.Tests.Selection;

public class ProviderSelectionTests
{
    private static readonly FakeProvider s_local = new("Local");
    private static readonly FakeProvider s_vertex = new("Vertex") { MissingConfiguration = "there is no project." };
    private static readonly IProvider[] s_both = [s_vertex, s_local];

    [Fact]
    public void A_name_is_found_in_any_case_and_counts_once() =>
        Assert.Equal([s_local], ProviderSelection.Choose(s_both, ["LOCAL", "local"]).Usable);

    [Fact]
    public void All_leaves_out_what_is_not_configured_and_makes_no_error_of_it()
    {
        var all = ProviderSelection.Choose(s_both, ["all"]);

        Assert.Equal([s_local], all.Usable);
        Assert.Equal([s_vertex], all.Skipped);
        Assert.Empty(all.Errors);
        Assert.Equal(s_both, all.Chosen);
    }

    [Fact]
    public void A_named_provider_that_is_not_configured_is_an_error_and_the_others_are_used()
    {
        var both = ProviderSelection.Choose(s_both, ["Vertex", "Local"]);

        Assert.Equal([s_local], both.Usable);
        Assert.Empty(both.Skipped);
        var error = Assert.Single(both.Errors);
        Assert.Equal(ErrorCode.NotConfigured, error.Code);
        Assert.Contains("there is no project", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_names_those_there_are()
    {
        var error = Assert.Throws<MlOpsException>(() => ProviderSelection.Choose(s_both, ["Azure"]));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("Vertex, Local", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_provider_of_a_start_has_to_be_configured()
    {
        Assert.Same(s_local, ProviderSelection.ChooseOne(s_both, "local"));
        Assert.Equal(ErrorCode.NotConfigured, Assert.Throws<MlOpsException>(() => ProviderSelection.ChooseOne(s_both, "Vertex")).Code);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => ProviderSelection.ChooseOne(s_both, "All")).Code);
    }

    [Fact]
    public void A_provider_that_is_not_configured_can_be_found_to_be_asked_what_it_would_do()
    {
        Assert.Same(s_vertex, ProviderSelection.FindOne(s_both, "vertex"));
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => ProviderSelection.FindOne(s_both, "All")).Code);
    }
}
